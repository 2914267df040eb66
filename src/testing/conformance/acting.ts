/** Checks of writing: each action with an input the vendor accepts, with none, and with an answer that is lost on the way. */
import { PlugboardError, type Action, type JsonObject } from '../../contract/index.ts';
import { harbourTraining } from '../../sandbox/index.ts';
import { insist, type Check, type CheckMaker, type WithRig } from './check.ts';
import { jsonOf, streamOf, type Connection, type Rig, type Subject } from './rig.ts';

export const actingChecks: CheckMaker = (subject, withRig) =>
  Object.entries(subject.provider.actions).flatMap(([name, action]) => [
    acts(subject, name, action, withRig),
    refusesNothing(name, action),
    losesNothing(subject, name, action, withRig),
  ]);

function exampleOf(rig: Rig, name: string, nth: number): JsonObject {
  const input = rig.subject.sandbox.example?.(name, { state: rig.box.state(), business: harbourTraining, nth });
  insist(input !== undefined, `the sandbox has no example of an input for ${name}`);
  return input;
}

async function act(
  connection: Connection,
  name: string,
  action: Action,
  input: JsonObject,
  key: string,
  timeoutMs?: number,
) {
  const parsed = action.input.safeParse(input);
  insist(parsed.success, `the example is not a valid input: ${parsed.error?.issues[0]?.message}`);
  const http = connection.open(`action ${name}`, timeoutMs === undefined ? {} : { timeoutMs });
  const { settings, account, signIn } = connection;
  return action.run({ http, input: parsed.data, idempotencyKey: key, settings, account, method: signIn.method });
}

function acts({ provider }: Subject, name: string, action: Action, withRig: WithRig): Check {
  return {
    name: `action: ${name}`,
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const before = action.creates === undefined ? undefined : await connection.read(action.creates);
        const { output, records = [] } = await act(connection, name, action, exampleOf(rig, name, 1), 'conformance-1');
        const parsed = action.output.safeParse(output);
        insist(parsed.success, `its output does not fit its own schema: ${parsed.error?.issues[0]?.message}`);
        for (const { stream, items } of records)
          insist(items.length > 0 && stream in provider.streams, `it answers records of "${stream}"`);
        if (action.creates === undefined || before === undefined) return jsonOf(output).slice(0, 120);
        const keys = records
          .filter(({ stream }) => stream === action.creates)
          .flatMap(({ items }) => items.map((item) => keyOf(rig, action.creates ?? '', item)));
        const [key] = keys;
        insist(
          key !== undefined,
          `it answers no record of ${action.creates}, which would not be readable until the next sync`,
        );
        const after = await connection.read(action.creates);
        insist(after.keys.has(key), `what it made (${key}) is not in ${action.creates}`);
        const made = [...after.keys].filter((one) => !before.keys.has(one)).length;
        insist(made <= 1, `${made} records appeared instead of one`);
        return `made ${key}`;
      }),
  };
}

function keyOf(rig: Rig, name: string, item: unknown): string | undefined {
  const object = typeof item === 'object' && item !== null && !Array.isArray(item) ? { ...item } : {};
  // What an action answers is what the vendor sent: JSON by way of the engine's decoder.
  const json: JsonObject = JSON.parse(jsonOf(object));
  return streamOf(rig.subject.provider, name).key(json);
}

function refusesNothing(name: string, action: Action): Check {
  return {
    name: `action without input: ${name}`,
    run: async () => {
      const parsed = action.input.safeParse(undefined);
      insist(!parsed.success, 'it accepts no input at all');
      return 'refused';
    },
  };
}

/** The vendor did the work and we never heard: asked again under the same reference it must not be done twice. */
function losesNothing({ provider }: Subject, name: string, action: Action, withRig: WithRig): Check {
  return {
    name: `answer lost: ${name}`,
    run: () =>
      withRig(async (rig) => {
        const connection = await rig.connect();
        const { creates } = action;
        const before = creates === undefined ? undefined : await connection.read(creates);
        const input = exampleOf(rig, name, 2);
        // Reads by POST look like writes to the sandbox: the fault is for whatever comes after the first calls that answer.
        await rig.box.fault({
          kind: 'lose_answer',
          times: 1,
          ...((provider.idempotencyHeader ?? provider.idempotencyParam) === undefined ? {} : { method: 'POST' }),
        });
        let ended = 'done';
        try {
          await act(connection, name, action, input, 'conformance-2', 500);
        } catch (error) {
          insist(error instanceof PlugboardError, `it fails with ${String(error)} instead of an error of the table`);
          ended = error.code;
        }
        if (creates === undefined || before === undefined) return ended;
        const after = await connection.read(creates);
        const made = [...after.keys].filter((one) => !before.keys.has(one)).length;
        insist(made <= 1, `${made} records were made`);
        return `${ended}, ${made} made`;
      }),
  };
}
