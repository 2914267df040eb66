/**
 * The ways one secret may be written: escaped for URLs, forms, JSON, XML or a log, in hexadecimal, and inside base64 (where
 * `user:secret` of basic authentication looks nothing like the secret). Used by redact.ts to find it wherever a vendor echoes it.
 */

/** Inside base64 only what is at least this long is looked for: a few characters turn up there by chance. */
const shortestInside = 8;

export function spellings(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encoded,
    encodeURIComponent(encoded),
    encoded.replaceAll('%20', '+'),
    encoded.replace(/[-_.!~*'()]/g, (char) => `%${char.charCodeAt(0).toString(16)}`),
    new URLSearchParams({ s: secret }).toString().slice(2),
    json,
    // JSON within JSON, and the way PHP writes it.
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', String.raw`\/`),
    json.replace(/[^\x20-\x7e]/g, (char) => String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ...escapedForMarkup(secret),
    Buffer.from(secret).toString('hex'),
    // Without its padding, so that it is found with and without.
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    ...insideBase64(secret),
  ];
}

function escapedForMarkup(secret: string): readonly string[] {
  const plain = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = plain.replaceAll('"', '&quot;');
  return [plain, quoted, ...['&apos;', '&#39;', '&#x27;', '&#039;'].map((quote) => quoted.replaceAll("'", quote))];
}

/**
 * What every base64 text shows that has the secret somewhere in the middle: three bytes become four characters, so there are three
 * ways it may lie, and characters that also hold bits of a neighbour are left out.
 */
function insideBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < shortestInside) return [];
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    const sure = text.slice(from, to);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
