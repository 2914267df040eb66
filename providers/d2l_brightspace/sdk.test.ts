/**
 * The sandbox held against what others know of Brightspace. D2L keeps no client for npm (its last one, of 2014, signs calls in a way that
 * is no longer allowed), so `oauth4webapi`, a certified OAuth client that shares nothing with the sandbox, signs in and renews; and every
 * block is held against D2L's documented examples, member by member.
 */
import * as oauth from 'oauth4webapi';
import { at, isObject } from 'plugboard/kit';
import { giveConsent, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { app } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

const redirectUri = 'http://127.0.0.1:9/callback';
const insecure = { [oauth.allowInsecureRequests]: true };
const client: oauth.Client = { client_id: app.client_id };
const basic = oauth.ClientSecretBasic(app.client_secret);

async function startBox(): Promise<Box> {
  const box = await testSandbox({ key: 'd2l_brightspace', sandbox });
  onTestFinished(() => box.stop());
  return box;
}

function serverAt(box: Box): oauth.AuthorizationServer {
  return {
    issuer: 'https://auth.brightspace.com',
    authorization_endpoint: `${box.origin}/oauth2/auth`,
    token_endpoint: `${box.origin}/core/connect/token`,
  };
}

interface SignIn {
  readonly scope?: string;
  readonly auth?: oauth.ClientAuth;
  /** Without: a server application that keeps its secret. */
  readonly pkce?: boolean;
}

async function signIn(box: Box, { scope = 'core:*:*', auth = basic, pkce = true }: SignIn = {}) {
  const server = serverAt(box);
  const verifier = pkce ? oauth.generateRandomCodeVerifier() : oauth.nopkce;
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: 'st',
    ...(typeof verifier === 'string'
      ? { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }
      : {}),
  }).toString();
  const back = oauth.validateAuthResponse(server, client, new URL(await giveConsent(url.href)), 'st');
  const answer = await oauth.authorizationCodeGrantRequest(server, client, auth, back, redirectUri, verifier, insecure);
  return oauth.processAuthorizationCodeResponse(server, client, answer);
}

async function renew(box: Box, token: string, auth: oauth.ClientAuth = basic) {
  const answer = await oauth.refreshTokenGrantRequest(serverAt(box), client, auth, token, insecure);
  return oauth.processRefreshTokenResponse(serverAt(box), client, answer);
}

async function get(box: Box, token: string, path: string): Promise<unknown> {
  const answer = await oauth.protectedResourceRequest(
    token,
    'GET',
    new URL(path.startsWith('http') ? path : `${box.origin}/d2l/api/${path}`),
    undefined,
    undefined,
    insecure,
  );
  return answer.json();
}

describe('oauth4webapi', () => {
  test('it signs in with and without PKCE, its secret in the header or in the body', async () => {
    const box = await startBox();
    const ways: readonly SignIn[] = [{}, { pkce: false }, { auth: oauth.ClientSecretPost(app.client_secret) }];
    for (const way of ways) {
      const tokens = await signIn(box, way);
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, refresh_token: expect.any(String) });
      expect(await get(box, tokens.access_token, 'lp/1.50/users/whoami')).toMatchObject({ FirstName: 'Marion' });
    }
    await expect(signIn(box, { auth: oauth.ClientSecretBasic('wrong') })).rejects.toMatchObject({ status: 401 });
  });

  test('a refresh token is good for one use, and so is each new one', async () => {
    const box = await startBox();
    const first = await signIn(box);
    const second = await renew(box, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(renew(box, first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    const third = await renew(box, second.refresh_token ?? '');
    expect(await get(box, third.access_token, 'lp/1.53/users/whoami')).toMatchObject({ Identifier: '101' });
  });

  test('an access token lives an hour, and is told from one that never was', async () => {
    const box = await startBox();
    const { access_token: token } = await signIn(box);
    box.advance(3_599_000);
    expect(await get(box, token, 'lp/1.53/organization/info')).toMatchObject({ Identifier: '6606' });
    box.advance(1_000);
    const bearer = (value: string) =>
      fetch(`${box.origin}/d2l/api/lp/1.53/organization/info`, { headers: { authorization: `Bearer ${value}` } });
    const [old, strange] = [await bearer(token), await bearer('nobody')];
    expect([old.status, old.headers.get('content-type')]).toEqual([401, expect.stringContaining('problem+json')]);
    expect(await old.json()).toMatchObject({ status: 401, title: 'Invalid token', detail: 'Token expired' });
    expect(await strange.json()).toMatchObject({ detail: 'Token is missing or not valid' });
  });
});

// --- the documented blocks ------------------------------------------------------------------------------------------------

/** What a member is, for comparing: `null` in either place says nothing about the other. */
function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}

/** Members of the example that the answer lacks, or has as something else. Empty lists and nulls of the example ask for presence only. */
function differences(example: unknown, answer: unknown, path = ''): readonly string[] {
  const [wanted, got] = [kindOf(example), kindOf(answer)];
  if (wanted === 'null' || got === 'null') return [];
  if (wanted !== got) return [`${path}: ${got} instead of ${wanted}`];
  if (Array.isArray(example) && Array.isArray(answer))
    return example.length === 0 || answer.length === 0 ? [] : differences(example[0], answer[0], `${path}[]`);
  if (!isObject(example) || !isObject(answer)) return [];
  return Object.entries(example).flatMap(([name, value]) =>
    name in answer ? differences(value, answer[name], `${path}.${name}`) : [`${path}.${name}: missing`],
  );
}

const moment = '2026-03-01T02:00:00.000Z';
const rich = { Text: '', Html: '' };
const unit = { Identifier: '6800', Name: 'BSB301', Code: 'BSB301' };

/** Path, where in the answer, and the block as D2L documents it. */
const blocks: readonly (readonly [string, string, unknown])[] = [
  ['versions/', '2', { ProductCode: 'lp', LatestVersion: '1.53', SupportedVersions: ['1.0'] }],
  [
    'lp/1.53/users/whoami',
    '',
    { Identifier: '123', FirstName: 'A', LastName: 'B', UniqueName: 'u', ProfileIdentifier: 'p' },
  ],
  ['lp/1.53/organization/info', '', { Identifier: '6606', Name: 'N', TimeZone: 'Australia/Sydney' }],
  ['lp/1.53/outypes/', '2', { Id: 3, Code: 'Course Offering', Name: 'Course Offering' }],
  ['lp/1.53/roles/', '0', { Identifier: '110', DisplayName: 'Learner', Code: 'learner', IsCascading: false }],
  [
    'lp/1.53/users/',
    '',
    {
      PagingInfo: { Bookmark: '123', HasMoreItems: true },
      Items: [
        {
          OrgId: 6606,
          UserId: 123,
          FirstName: 'Ana',
          MiddleName: null,
          LastName: 'Ng',
          UserName: 'ana',
          ExternalEmail: 'ana@example.org',
          OrgDefinedId: 'S-1',
          UniqueIdentifier: 'ana',
          Activation: { IsActive: true },
          LastAccessedDate: moment,
          DisplayName: 'Ana Ng',
          Pronouns: null,
        },
      ],
    },
  ],
  [
    'lp/1.53/orgstructure/?orgUnitType=3',
    'Items.0',
    {
      Identifier: '7001',
      Name: 'Business',
      Code: 'BSB301-26',
      Path: '/content/BSB301-26/',
      Type: { Id: 3, Code: 'Course Offering', Name: 'Course Offering' },
    },
  ],
  [
    'lp/1.53/courses/7011',
    '',
    {
      Identifier: '7001',
      Name: 'Business',
      Code: 'BSB301-26',
      IsActive: true,
      CanSelfRegister: false,
      Path: '/content/...',
      StartDate: moment,
      EndDate: null,
      CourseTemplate: unit,
      Semester: unit,
      Department: unit,
      Description: rich,
    },
  ],
  [
    'lp/1.53/enrollments/orgUnits/7001/users/',
    'Items.0',
    {
      User: {
        Identifier: '123',
        DisplayName: 'Ana Ng',
        EmailAddress: 'ana@example.org',
        OrgDefinedId: 'S-1',
        ProfileIdentifier: 'x',
      },
      Role: { Id: 110, Code: 'learner', Name: 'Learner' },
    },
  ],
  [
    'le/1.92/7001/content/toc',
    'Modules.0.Topics.0',
    {
      TopicId: 900,
      Title: 'Task brief',
      TypeIdentifier: 'File',
      Url: '/content/...',
      ActivityType: 1,
      GradeItemId: 501,
      LastModifiedDate: moment,
      IsHidden: false,
    },
  ],
  [
    'le/1.92/7001/grades/',
    '0',
    {
      Id: 501,
      Name: 'Task 1',
      ShortName: 'T1',
      GradeType: 'Numeric',
      MaxPoints: 100,
      Weight: 20,
      CategoryId: 5,
      CanExceedMaxPoints: false,
    },
  ],
  [
    'le/1.92/7011/grades/70110/values/?pageSize=200',
    '',
    {
      Next: 'https://...',
      Objects: [
        {
          User: { Identifier: '123', DisplayName: 'Ana Ng' },
          GradeValue: {
            UserId: '123',
            OrgUnitId: '7001',
            DisplayedGrade: '80 / 100',
            GradeObjectIdentifier: '501',
            GradeObjectName: 'Task 1',
            GradeObjectType: 1,
            GradeObjectTypeName: 'Numeric',
            PointsNumerator: 80,
            PointsDenominator: 100,
            WeightedNumerator: 16,
            WeightedDenominator: 20,
            Comments: rich,
            LastModified: moment,
          },
        },
      ],
    },
  ],
  ['le/1.92/7001/classlist/', '0', { Identifier: '123', LastAccessed: moment }],
  ['le/1.92/7001/dropbox/folders/', '0', { Id: 1, Name: 'N', DueDate: moment, IsHidden: false }],
  [
    'le/1.92/7001/dropbox/folders/70015/submissions/',
    '0',
    {
      Entity: { EntityId: 123, EntityType: 'User' },
      Status: 1,
      Submissions: [{ Id: 1, SubmissionDate: moment, Comment: rich, Files: [] }],
    },
  ],
];

describe('documented blocks', () => {
  test.each(blocks)('%s %s', async (path, place, example) => {
    const box = await startBox();
    const { access_token: token } = await signIn(box);
    const body = await get(box, token, path);
    const block = place === '' ? body : deep(body, place);
    expect(block).toBeDefined();
    expect(differences(example, block)).toEqual([]);
  });
});

/** A dotted path that may go through lists. */
function deep(body: unknown, place: string): unknown {
  let here: unknown = body;
  for (const part of place.split('.')) here = Array.isArray(here) ? items(here)[Number(part)] : at(here, part);
  return here;
}

describe('both kinds of pages', () => {
  test('bookmarks lead through everybody, addresses through all marks, each once', async () => {
    const box = await startBox();
    await box.control.grow('d2l_brightspace', 'users', 230);
    await box.control.grow('d2l_brightspace', 'grades', 430);
    const { access_token: token } = await signIn(box);
    const people: unknown[] = [];
    for (let bookmark: string | undefined = '', page = 0; bookmark !== undefined && page < 10; page += 1) {
      const body = await get(box, token, `lp/1.53/users/${bookmark === '' ? '' : `?bookmark=${bookmark}`}`);
      people.push(...items(at(body, 'Items')).map((one) => at(one, 'UserId')));
      bookmark = at(body, 'PagingInfo.HasMoreItems') === true ? String(at(body, 'PagingInfo.Bookmark')) : undefined;
    }
    expect([people.length, new Set(people).size]).toEqual([270, 270]);
    const marks: unknown[] = [];
    let next: unknown = `${box.origin}/d2l/api/le/1.92/7001/grades/70010/values/?pageSize=150`;
    for (let page = 0; typeof next === 'string' && page < 10; page += 1) {
      const body = await get(box, token, next);
      marks.push(...items(at(body, 'Objects')).map((one) => at(one, 'User.Identifier')));
      next = at(body, 'Next');
    }
    expect(next).toBeNull();
    expect(marks.length).toBeGreaterThan(430);
    expect(new Set(marks).size).toBe(marks.length);
  });
});

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
