/** An OpenAPI document, as far as this server looks into one. Shared by what makes it and what shows it. */
import { z } from 'zod';

const json = z.record(z.string(), z.unknown());

export const apiDocument = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string() }),
  /** Path, then method. */
  paths: z.record(z.string(), z.record(z.string(), json)),
  components: z.looseObject({ schemas: z.record(z.string(), json) }),
});
export type ApiDocument = z.output<typeof apiDocument>;
