/**
 * Targets that must never be reached, for the tests of the egress guard and for the fault suite (which also aims them at a guard built
 * wrongly on purpose). Each says what a hostile setting, redirect or DNS server would use. No code of the product uses it.
 */
export interface EgressTarget {
  readonly name: string;
  /** What stands where a host name belongs, as written in a URL (IPv6 in brackets). */
  readonly host: string;
  /** For names: what successive DNS questions are answered; the last one is repeated. */
  readonly answers?: readonly (readonly string[])[];
}

/**
 * Stands in for "a public address" in the targets that mix good and bad answers: allow it (`allow: [decoy + '/32']`) and let nothing
 * listen on it, so that the test stays on this machine.
 */
export const decoy = '127.0.0.2';

const literal = (host: string): EgressTarget => ({ name: host, host });
const named = (name: string, ...answers: readonly (readonly string[])[]): EgressTarget => ({
  name,
  host: `${name.replaceAll(/[^a-z0-9]+/g, '-')}.example.com`,
  answers,
});

/** This machine, in every notation of IPv4 that some resolver understands. */
const loopback4 = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.127.127.127',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0000177.0000.0.01',
  '0x7f000001',
  '0X7F.0.0.1',
  '0x7f.1',
  '0x7f.0x0.1',
  '0',
  '0.0.0.0',
  '00.0',
  '0x0',
  '0.1.2.3',
];

/** This machine and its network through IPv6, and IPv4 addresses carried inside. */
const inside6 = [
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:4136:e378:8000:63bf:80ff:fffe]',
  '[2001::1]',
  '[2400:cb00::5efe:127.0.0.1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[5f00::1]',
];

/** Private, shared, reserved, and the addresses where clouds hand out credentials. */
const elsewhere4 = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  '100.64.0.1',
  '100.127.255.254',
  '100.100.100.200',
  '169.254.169.254',
  '169.254.170.2',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
];

/** Names whose DNS answers are the attack. */
const names = [
  named('loopback', ['127.0.0.1']),
  named('loopback six', ['::1']),
  named('mapped loopback', ['::ffff:127.0.0.1']),
  named('compatible loopback', ['::127.0.0.1']),
  named('private', ['10.1.2.3']),
  named('metadata', ['169.254.169.254']),
  named('unspecified', ['0.0.0.0']),
  named('good then bad in one answer', [decoy, '127.0.0.1']),
  named('bad then good in one answer', ['127.0.0.1', decoy]),
  named('rebinding', [decoy], ['127.0.0.1']),
  named('rebinding six', [decoy], ['::1']),
  named('slow rebinding', [decoy], [decoy], ['127.0.0.1']),
  { name: 'localhost', host: 'localhost', answers: [['127.0.0.1']] },
  { name: 'localhost with a dot', host: 'localhost.', answers: [['127.0.0.1']] },
  { name: 'below localhost', host: 'vendor.localhost', answers: [['127.0.0.1', '::1']] },
];

export const egressTargets: readonly EgressTarget[] = [
  ...[...loopback4, ...inside6, ...elsewhere4].map(literal),
  ...names,
];

/** A resolver that plays the hostile DNS server of one target. */
export function hostileResolver(target: EgressTarget): (hostname: string) => Promise<readonly string[]> {
  const answers = [...(target.answers ?? [])];
  return async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
}
