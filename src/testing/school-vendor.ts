/**
 * A vendor that gives its lists part by part, in memory: students, the enrolments of each, the unit results of each enrolment. Parts
 * appear, vanish, and may refuse to be read. For the tests of partitioned streams.
 */
import { z } from 'zod';
import { fail, type ErrorCode } from '../contract/errors.ts';
import { isJsonObject, type HttpRequest, type HttpResponse, type JsonObject, type Page } from '../contract/http.ts';
import type { ListStream, Partitions, StreamContext } from '../contract/stream.ts';

/** Something with an id and a moment of change (milliseconds), and what belongs to it. */
export interface Node {
  readonly id: string;
  at: number;
  version: number;
  readonly children: Map<string, Node>;
  /** Asked for what belongs to it, the vendor answers this. */
  refuses?: ErrorCode | undefined;
  /** Listed, but marked as deleted. */
  deleted?: boolean;
}

export function node(id: string, at: number): Node {
  return { id, at, version: 1, children: new Map() };
}

export class School {
  readonly students = new Map<string, Node>();
  /** Items a page holds. */
  size = 5;
  now = Date.parse('2026-06-01T00:00:00Z');
  readonly asked: HttpRequest[] = [];
  readonly stats = { requests: 0, retries: 0, bytes: 0 };
  /** Runs before every answer; may throw. */
  before: (request: HttpRequest) => void | Promise<void> = () => undefined;

  /** `student/enrolment`; a student by its id. */
  find(path: string): Node | undefined {
    const [student = '', enrolment] = path.split('/');
    const found = this.students.get(student);
    return enrolment === undefined ? found : found?.children.get(enrolment);
  }

  rows(): never {
    throw new Error('has no rows');
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    await this.before(request);
    this.asked.push(request);
    this.stats.requests += 1;
    const [, path] = /^\/(.*)$/.exec(request.url) ?? [];
    const owner = path === '' ? undefined : this.find(path ?? '');
    if (path !== '' && owner === undefined) throw fail('not_found', 'There is no such thing.');
    if (owner?.refuses !== undefined) throw fail(owner.refuses, `${owner.id} may not be seen.`);
    const since = Number(request.query?.['since'] ?? 0);
    // By the last id of the page before: what vanishes meanwhile shifts nothing.
    const after = String(request.query?.['after'] ?? '');
    const list = [...(owner?.children ?? this.students).values()]
      .filter((item) => item.at >= since && item.id > after)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const items = list.slice(0, this.size).map(({ id, at, version, deleted }) => ({
      path: path === '' ? id : `${path}/${id}`,
      at,
      version,
      ...(deleted === true ? { deleted } : {}),
    }));
    return {
      status: 200,
      headers: { date: new Date(this.now).toUTCString() },
      url: 'https://school.example/',
      body: { items, more: this.size < list.length ? items.at(-1)?.path.split('/').at(-1) : undefined },
    };
  }
}

const raw = z.looseObject({ path: z.string(), at: z.number(), version: z.number() });

function listOf(summary: string, partitions: Partitions | undefined): ListStream<z.output<typeof raw>, 'product'> {
  return {
    model: 'product',
    summary,
    raw,
    incremental: { style: 'updated_since', lookbackMs: 2000 },
    deletions: 'swept',
    ...(partitions === undefined ? {} : { partitions }),
    request: ({ since, partition }: StreamContext) => ({
      url: `/${partition}`,
      query: since === undefined ? {} : { since: Date.parse(since) },
    }),
    items: (body) => {
      const list = isJsonObject(body) ? body['items'] : undefined;
      if (!Array.isArray(list)) throw fail('decode_failed', 'no list');
      return list;
    },
    paginate: ({ request, response }: Page) => {
      const more = isJsonObject(response.body) ? response.body['more'] : undefined;
      return typeof more === 'string' ? { ...request, query: { ...request.query, after: more } } : undefined;
    },
    key: (item) => (typeof item['path'] === 'string' ? item['path'] : undefined),
    updatedAt: (item) => (typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined),
    deleted: (item: JsonObject) => item['deleted'] === true,
    map: (item) => ({
      name: String(item.version),
      description: null,
      code: null,
      is_active: true,
      default_price_id: null,
      url: null,
      created_at: null,
      updated_at: null,
      custom: {},
    }),
  };
}

/** `enrolments`, `units`: how the streams of that name are partitioned, besides of what. */
export function schoolStreams(
  declared: { readonly enrolments?: Partial<Partitions>; readonly units?: Partial<Partitions> } = {},
) {
  return {
    students: listOf('Students.', undefined),
    enrolments: listOf('Enrolments.', { of: 'students', ...declared.enrolments }),
    units: listOf('Unit results.', { of: 'enrolments', ...declared.units }),
  };
}
