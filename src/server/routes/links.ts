/** /links: which records of different systems are one person, course or company; looking them up, linking and unlinking by hand. */
import { z } from 'zod';
import {
  FindLinks,
  FoundLinks,
  LinkGroup,
  LinkGroupDetail,
  LinkGroupList,
  LinkQuery,
  LinkRecords,
  LinkSuggestion,
  LinkSuggestionList,
  LinkSuggestionQuery,
  UnlinkedRecord,
} from '../../hub/links/link-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Links'];
const params = z.object({ group: z.string().meta({ example: 'lnk_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });
const memberParams = params.extend({ record: z.string().meta({ example: 'rec_Mzppbl8xMjM' }) });
const suggestionParams = z.object({
  suggestion: z.string().meta({ example: 'sug_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
});

export const linkRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/links',
    {
      schema: {
        operationId: 'listLinks',
        tags,
        summary: 'Groups of linked records, newest first',
        description:
          'Each group is one person, course or company, as several systems know it. What a sync brings is linked a little after it.',
        querystring: LinkQuery,
        response: { 200: LinkGroupList },
      },
    },
    async (request) => hub.links.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/links',
    {
      schema: {
        operationId: 'linkRecords',
        tags,
        summary: 'Link two records by hand',
        description:
          'Their groups become one. Refused (400) for a record with itself and for unlike ones, such as a student and a course; refused (409) when they are linked already, and when two others that somebody keeps apart would come together.',
        body: LinkRecords,
        response: { 200: LinkGroup },
      },
    },
    async (request) => hub.links.link(principalOf(request), tenantOf(request), request.body),
  );
  app.post(
    '/links/find',
    {
      schema: {
        operationId: 'findLinks',
        tags,
        summary: 'The group of a record, or of whoever has a key',
        description:
          'By a record, by an integration and the vendor’s id, or by one key (e-mail address, USI, ABN, ...). Posted, because keys are personal and URLs are written down.',
        body: FindLinks,
        response: { 200: FoundLinks },
      },
    },
    async (request) => hub.links.find(principalOf(request), tenantOf(request), request.body),
  );
  app.get(
    '/links/:group',
    {
      schema: {
        operationId: 'getLink',
        tags,
        summary: 'One group, and why its members are linked',
        params,
        response: { 200: LinkGroupDetail },
      },
    },
    async (request) => hub.links.get(principalOf(request), tenantOf(request), request.params.group),
  );
  app.delete(
    '/links/:group/members/:record',
    {
      schema: {
        operationId: 'unlinkRecord',
        tags,
        summary: 'Take a record out of its group',
        description: 'No rule brings it back to those it was with; linking by hand does.',
        params: memberParams,
        response: { 200: UnlinkedRecord },
      },
    },
    async (request) =>
      hub.links.unlink(principalOf(request), tenantOf(request), request.params.group, request.params.record),
  );
  suggestionRoutes(app, hub);
};

function suggestionRoutes(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.get(
    '/links/suggestions',
    {
      schema: {
        operationId: 'listLinkSuggestions',
        tags,
        summary: 'Pairs that may be one, newest first',
        description: 'Not sure enough to be linked: somebody has to say yes or no.',
        querystring: LinkSuggestionQuery,
        response: { 200: LinkSuggestionList },
      },
    },
    async (request) => hub.links.suggestions(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/links/suggestions/:suggestion/accept',
    {
      schema: {
        operationId: 'acceptLinkSuggestion',
        tags,
        summary: 'They are one: link them',
        params: suggestionParams,
        response: { 200: LinkGroup },
      },
    },
    async (request) => hub.links.accept(principalOf(request), tenantOf(request), request.params.suggestion),
  );
  app.post(
    '/links/suggestions/:suggestion/reject',
    {
      schema: {
        operationId: 'rejectLinkSuggestion',
        tags,
        summary: 'They are not one',
        description: 'Remembered: it is not suggested again, and no rule links the two.',
        params: suggestionParams,
        response: { 200: LinkSuggestion },
      },
    },
    async (request) => hub.links.reject(principalOf(request), tenantOf(request), request.params.suggestion),
  );
}
