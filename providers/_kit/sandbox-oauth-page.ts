/** The consent page of a sandbox's OAuth server: plain HTML, no scripts, forms that post back to the same path. */
import type { SandboxResponse } from 'plugboard/contract';

export interface ConsentPage {
  /** The vendor, as a heading. */
  readonly vendor: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  /** May several accounts be chosen at once? */
  readonly several: boolean;
  /** The request's own parameters, carried along. */
  readonly hidden: readonly (readonly [string, string])[];
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The first account is chosen beforehand, so that submitting the form as it stands allows it. */
export function consentPage(page: ConsentPage): SandboxResponse {
  const hidden = page.hidden
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
  const accounts = page.accounts.map(
    (account, index) =>
      `<p><label><input type="${page.several ? 'checkbox' : 'radio'}" name="account" value="${escapeHtml(account.id)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(account.name)}</label></p>`,
  );
  return html(
    200,
    `${page.vendor} sandbox`,
    `<p><strong>${escapeHtml(page.client)}</strong> asks for access to:</p>
<ul>${page.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>
<form method="post">
${hidden}
${accounts.join('\n')}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}

/** For requests that may not be sent back to the client: an unknown client, or a redirect address that is not its own. */
export function refusalPage(vendor: string, message: string): SandboxResponse {
  return html(400, `${vendor} sandbox`, `<p>${escapeHtml(message)}</p>`);
}

function html(status: number, title: string, content: string): SandboxResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.4rem 1rem}</style>
</head><body><h1>${escapeHtml(title)}</h1>
${content}
</body></html>
`,
  };
}
