/**
 * Files of the built dashboard, read once when the server starts: all of them are of one build, whatever is built meanwhile. Beside a file
 * may be the same compressed (`.br`, `.gz`, made by tools/build-web.ts), so that nothing is compressed while somebody waits. Called by
 * dashboard.ts.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface BuiltFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export function readBuiltFile(path: string): BuiltFile {
  const plain = readFileSync(path);
  const beside = (ending: string) => (existsSync(path + ending) ? readFileSync(path + ending) : undefined);
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    // Weak: the same file in another encoding has other bytes.
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    br: beside('.br'),
    gzip: beside('.gz'),
  };
}

/** As the browser likes it; 304 when it has it already. Headers that say how long it may be kept are the caller's. */
export function sendBuiltFile(request: FastifyRequest, reply: FastifyReply, file: BuiltFile): FastifyReply {
  reply.header('etag', file.etag).header('vary', 'accept-encoding');
  if (knows(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
  reply.type(file.type);
  const { br, gzip, plain } = file;
  if (br !== undefined && accepts(request, 'br')) return reply.header('content-encoding', 'br').send(br);
  if (gzip !== undefined && accepts(request, 'gzip')) return reply.header('content-encoding', 'gzip').send(gzip);
  return reply.send(plain);
}

function knows(known: string | undefined, etag: string): boolean {
  return known !== undefined && known.split(',').some((one) => one.trim() === etag || one.trim() === '*');
}

/** `gzip;q=0` is a refusal. */
function accepts({ headers }: FastifyRequest, encoding: string): boolean {
  const given = headers['accept-encoding'] ?? '';
  return given.split(',').some((part) => {
    const [name, ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    return name === encoding && !parameters.some((word) => /^q=0(\.0*)?$/.test(word));
  });
}
