/** JR Plus' XML: rows as elements, lists with a total, refusals, and the bodies of writes. Called by the routes. */
import {
  escapeXml,
  parseXml,
  xmlToJson,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { toXml } from 'plugboard/kit';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const headers = { 'content-type': 'application/xml; charset=utf-8' };

export function document(xml: string, status = 200): SandboxResponse {
  return { status, headers, body: declaration + xml };
}

/** `total`: of the whole list, not of this page. */
export function listDocument(plural: string, singular: string, rows: readonly JsonObject[], total: number) {
  const inner = rows.map((row) => toXml(singular, row)).join('');
  return document(inner === '' ? `<${plural} total="${total}"/>` : `<${plural} total="${total}">${inner}</${plural}>`);
}

/** Why not. */
export function refusal(status: number, ...reasons: readonly string[]): SandboxResponse {
  return document(`<errors>${reasons.map((one) => `<error>${escapeXml(one)}</error>`).join('')}</errors>`, status);
}

export const notFound = refusal(404, 'Record not found');

/** A page of the web application, where no service is. */
export function htmlPage(status: number, title: string): SandboxResponse {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The elements of a write, or the refusal of a body that is none. */
export function readBody(
  request: SandboxRequest,
  root: string,
): { readonly sent: JsonObject } | { readonly refused: SandboxResponse } {
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  if (type !== 'application/xml' && type !== 'text/xml')
    return { refused: refusal(415, 'Content-Type must be application/xml') };
  try {
    const body = parseXml(request.body.toString('utf8'));
    if (body.name === root) return { sent: xmlToJson(body, { lists: ['address', 'contact-detail'] }) };
    return { refused: refusal(400, `Expected <${root}>, got <${body.name}>`) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refused: refusal(400, 'The request is not well-formed XML') };
  }
}
