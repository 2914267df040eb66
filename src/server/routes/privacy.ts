/** /privacy: what is stored about somebody, forgetting them, how that gets on. /retention: how long what is kept. */
import { z } from 'zod';
import { ErasureList, ErasureQuery, ErasureView, SubjectExport } from '../../hub/privacy/privacy-views.ts';
import { Retention, RetentionView } from '../../hub/privacy/retention.ts';
import { SubjectInput } from '../../hub/privacy/subject.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { untilClosed } from '../hang-up.ts';
import type { Routes } from './route.ts';

const tags = ['Privacy'];
const params = z.object({ erasure: z.string().meta({ example: 'era_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const privacyRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/privacy/export',
    {
      schema: {
        operationId: 'exportSubject',
        tags,
        summary: 'Everything that is stored about somebody',
        description:
          'Named by an e-mail address, or by a record of theirs. Their records in all integrations and those that name them, with history and what the vendors sent, calls to vendors, log lines, answers of actions, links. Looks through everything the tenant has: it may take a while. Needs the right `admin`.',
        body: SubjectInput,
        response: { 200: SubjectExport },
      },
    },
    async (request, reply) =>
      hub.privacy.export(principalOf(request), tenantOf(request), request.body, untilClosed(reply)),
  );
  app.post(
    '/privacy/erasures',
    {
      schema: {
        operationId: 'eraseSubject',
        tags,
        summary: 'Forget somebody',
        description:
          'Their records go with history and what the vendors sent; records that name them stay without them. From this answer on nobody stores them again, runs that are under way included; what is stored goes in the background. The erasure is the receipt: numbers by place, nothing about the person. Nothing is changed at the providers. Needs the right `admin`.',
        body: SubjectInput,
        response: { 202: ErasureView },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await hub.privacy.erase(principalOf(request), tenantOf(request), request.body)),
  );
  app.get(
    '/privacy/erasures',
    {
      schema: {
        operationId: 'listErasures',
        tags,
        summary: 'Erasures, newest first',
        description: 'With `email`: those of this address, which is compared by its mark and stored nowhere.',
        querystring: ErasureQuery,
        response: { 200: ErasureList },
      },
    },
    async (request) => hub.privacy.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/privacy/erasures/:erasure',
    {
      schema: {
        operationId: 'getErasure',
        tags,
        summary: 'One, with how far it is or its receipt',
        params,
        response: { 200: ErasureView },
      },
    },
    async (request) => hub.privacy.get(principalOf(request), tenantOf(request), request.params.erasure),
  );
  app.post(
    '/privacy/erasures/:erasure/resume',
    {
      schema: {
        operationId: 'resumeErasure',
        tags,
        summary: 'Go on with one that failed',
        params,
        response: { 200: ErasureView },
      },
    },
    async (request) => hub.privacy.resume(principalOf(request), tenantOf(request), request.params.erasure),
  );
  app.post(
    '/privacy/erasures/:erasure/readmit',
    {
      schema: {
        operationId: 'readmitSubject',
        tags,
        summary: 'Let the person be stored again',
        description: 'The marks are removed. They come back when their records are next read: with a full sync.',
        params,
        response: { 200: ErasureView },
      },
    },
    async (request) => hub.privacy.readmit(principalOf(request), tenantOf(request), request.params.erasure),
  );
  retentionRoutes(app, hub);
};

function retentionRoutes(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.get(
    '/retention',
    {
      schema: {
        operationId: 'getRetention',
        tags,
        summary: 'How long what is kept',
        response: { 200: RetentionView },
      },
    },
    async (request) => hub.retention.get(principalOf(request), tenantOf(request)),
  );
  app.put(
    '/retention',
    {
      schema: {
        operationId: 'changeRetention',
        tags,
        summary: 'Keep data for so many days',
        description:
          'What is left out stays. Null: data until it is deleted, logs as long as the platform keeps them. What is older goes within the hour.',
        body: Retention,
        response: { 200: RetentionView },
      },
    },
    async (request) => hub.retention.change(principalOf(request), tenantOf(request), request.body),
  );
}
