/**
 * How columns are read and written, for the table types. Types only; database.ts sets the parsers that make them true:
 *   - bigint is read as a number: feed positions, log ids and milliseconds all stay far below 2^53, and a larger value is
 *     an error rather than a rounded number;
 *   - timestamptz is read as a Date, bytea as a Buffer;
 *   - jsonb is read as its parsed value and written as text (`JSON.stringify`): pg would turn a list into a PostgreSQL array.
 */
import type { ColumnType } from 'kysely';

/** Read as T, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
/** Has a default; else as Json. */
export type JsonDefault<T> = ColumnType<T, string | undefined, string>;
/** Read as a Date, written as a Date or ISO 8601 text. */
export type Moment = ColumnType<Date, Date | string, Date | string>;
/** Set by the database unless given. */
export type MomentDefault = ColumnType<Date, Date | string | undefined, Date | string>;
