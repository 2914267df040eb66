/**
 * A course's table of contents, laid flat: modules lie in modules to any depth, and topics in any of them; each becomes an item of its
 * own that names the module it lies in. Called by streams.ts.
 */
import { fail, isJsonObject, type JsonObject, type JsonValue } from 'plugboard/contract';
import { at, textAt } from 'plugboard/kit';

interface Place {
  readonly node: JsonObject;
  readonly parent: string | null;
  readonly index: number;
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function places(nodes: readonly JsonObject[], parent: string | null): readonly Place[] {
  return nodes.map((node, index) => ({ node, parent, index }));
}

function itemOf({ node, parent, index }: Place, course: string): JsonObject {
  const { Modules: _modules, Topics: _topics, ...alone } = node;
  const order = alone['SortOrder'];
  const position: JsonValue = typeof order === 'number' && Number.isInteger(order) ? order : index;
  return { ...alone, OrgUnitId: course, ParentModuleId: parent, Position: position };
}

/** Without recursion: how deep it goes is the vendor's to say. Throws decode_failed when there is no table of contents. */
export function flatten(body: unknown, course: string): readonly JsonObject[] {
  const top = at(body, 'Modules');
  if (!Array.isArray(top)) throw fail('decode_failed', 'Brightspace answered no table of contents.');
  const found: JsonObject[] = [];
  const waiting: Place[] = places(objectsIn(top), null).toReversed();
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    found.push(itemOf(here, course));
    const id = textAt(here.node, 'ModuleId') ?? null;
    for (const topic of places(objectsIn(here.node['Topics']), id)) found.push(itemOf(topic, course));
    waiting.push(...places(objectsIn(here.node['Modules']), id).toReversed());
  }
  return found;
}
