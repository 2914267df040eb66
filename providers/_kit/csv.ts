/** Small tables that vendors send as CSV, whole. Answers too large to hold are read by the engine's `rows` instead. */

/** The rows by the names in the first line. RFC 4180, any line ending. What a row has too few of is ''; too many are left out. Total. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = cellsOf(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** Every cell of every line that is not empty: quoted, with doubled quotes inside, or plain. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [whole, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*|))(,|\r\n|\r|\n|$)/g,
  )) {
    if (whole === '' && row.length === 0) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '' || quoted !== undefined) rows.push(row);
    row = [];
  }
  return rows;
}
