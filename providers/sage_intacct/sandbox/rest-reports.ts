/** The trial balance of the REST API: a report that is asked for, takes its time, and is fetched. Called by ../sandbox.ts. */
import { isJsonObject, type SandboxRequest, type SandboxResponse } from 'plugboard/contract';
import { jsonOf } from 'plugboard/kit';
import { trialBalance } from './posting.ts';
import { badRequest, noObject, ok, refuse } from './rest.ts';
import { baseCurrency, decimal, locations, type Context, type Report } from './state.ts';

export function submitReport(request: SandboxRequest, context: Context): SandboxResponse {
  const body = jsonOf(request);
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((here, name) => (isJsonObject(here) ? here[name] : undefined), body);
  const from = at('parameters.timePeriod.dateRange.startDate');
  const to = at('parameters.timePeriod.dateRange.endDate');
  const location = at('parameters.dimensions.location.id') ?? '';
  const isDay = (one: unknown): one is string => typeof one === 'string' && /^\d{4}-\d\d-\d\d$/.test(one);
  if (!isDay(from) || !isDay(to) || from > to) return badRequest('timePeriod is required.', 'parameters.timePeriod');
  if (at('outputType') !== 'csv' || at('outputLocation') !== 'intacct')
    return badRequest('Only csv kept at intacct is made here.', 'outputType');
  if (typeof location !== 'string' || (location !== '' && !locations.some(({ id }) => id === location)))
    return badRequest('The location is unknown.', 'parameters.dimensions.location');
  if (context.switches['reports'] === 'denied')
    return refuse(403, 'permissionDenied', 'REST-3007', 'The role has no Run permission on this report.');
  const id = String(Object.keys(context.state.reports).length + 1);
  context.state.reports[id] = { from, to, location, asked: 0 };
  return ok(
    {
      reportId: Number(id),
      status: 'submitted',
      outputType: 'csv',
      outputLocation: 'intacct',
      name: at('reportName') === undefined ? '' : String(at('reportName')),
      href: `/services/reports/status?reportId=${id}&outputType=csv&outputLocation=intacct`,
    },
    { totalCount: 1, totalSuccess: 1, totalError: 0 },
  );
}

function reportOf(request: SandboxRequest, context: Context): Report | undefined {
  const id = request.query.get('reportId') ?? '';
  return Object.hasOwn(context.state.reports, id) ? context.state.reports[id] : undefined;
}

/** The first look finds it unfinished. */
export function reportStatus(request: SandboxRequest, context: Context): SandboxResponse {
  const report = reportOf(request, context);
  const complete = ['reportId', 'outputType', 'outputLocation'].every((name) => request.query.has(name));
  if (!complete) return badRequest('reportId, outputType and outputLocation are required.');
  if (report === undefined) return noObject();
  report.asked += 1;
  const meta = { totalCount: 1, totalSuccess: 1, totalError: 0 };
  const reportId = Number(request.query.get('reportId'));
  if (report.asked < 2) return ok({ reportId, status: 'pending' }, meta);
  return ok(
    { reportId, status: 'completed', downloadURL: `/services/reports/download?reportId=${reportId}&outputType=csv` },
    meta,
    303,
  );
}

export function downloadReport(request: SandboxRequest, context: Context): SandboxResponse {
  const report = reportOf(request, context);
  if (report === undefined) return noObject();
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const title = (code: string) => context.state.accounts.find(({ id }) => id === code)?.name ?? '';
  const rows = trialBalance(context.state, report.from, report.to, report.location).map((row) =>
    [
      quoted(row.account),
      quoted(title(row.account)),
      ...[row.start, row.debits, row.credits, 0, 0, row.end].map(decimal),
      baseCurrency,
    ].join(','),
  );
  const header =
    'Account number,Account title,Opening balance,Debits,Credits,Adjusting debits,Adjusting credits,Closing balance,Currency';
  return { headers: { 'content-type': 'text/csv; charset=utf-8' }, body: `${[header, ...rows].join('\r\n')}\r\n` };
}
