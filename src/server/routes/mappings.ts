/** A tenant's own rules for the streams of an integration: saved, tried, brought into force. */
import { z } from 'zod';
import {
  ApplyMapping,
  DiffMapping,
  MappingDiff,
  MappingList,
  MappingPreview,
  MappingVersionList,
  MappingVersionView,
  MappingView,
  PreviewMapping,
  SaveMapping,
} from '../../hub/mappings/mapping-views.ts';
import { listQuery } from '../../hub/inputs.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { untilClosed } from '../hang-up.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const tags = ['Mappings'];
const at = '/integrations/:integration/mappings';
const params = integrationParams.extend({ stream: z.string() });
const versionParams = params.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });

export const mappingRoutes: Routes = async (app, { hub }) => {
  app.get(
    at,
    {
      schema: {
        operationId: 'listMappings',
        tags,
        summary: 'The mappings of its streams',
        params: integrationParams,
        response: { 200: MappingList },
      },
    },
    async (request) => hub.mappings.list(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.get(
    `${at}/:stream`,
    {
      schema: {
        operationId: 'getMapping',
        tags,
        summary: 'The rules of one stream',
        description: 'The latest version, the one in force, and how mapping stored records anew is getting on.',
        params,
        response: { 200: MappingView },
      },
    },
    async (request) => hub.mappings.get(principalOf(request), tenantOf(request), request.params),
  );
  app.put(
    `${at}/:stream`,
    {
      schema: {
        operationId: 'saveMapping',
        tags,
        summary: 'Save rules as a new version',
        description:
          'Every version is kept. It comes into force when it is applied. 400 names each rule that does not compile, has no field of the model for its target, or shares it with another rule.',
        params,
        body: SaveMapping,
        response: { 200: MappingView },
      },
    },
    async (request) => hub.mappings.save(principalOf(request), tenantOf(request), request.params, request.body),
  );
  app.post(
    `${at}/:stream/preview`,
    {
      schema: {
        operationId: 'previewMapping',
        tags,
        summary: 'Try rules on a few stored records',
        description: 'Shows what the vendor sent, what is stored, what would be, and what went wrong. Stores nothing.',
        params,
        body: PreviewMapping,
        response: { 200: MappingPreview },
      },
    },
    async (request) => hub.mappings.preview(principalOf(request), tenantOf(request), request.params, request.body),
  );
  app.post(
    `${at}/:stream/diff`,
    {
      schema: {
        operationId: 'diffMapping',
        tags,
        summary: 'What applying rules would change',
        description:
          'Maps stored records anew and compares; stores nothing and calls no vendor. Looks at the newest first, up to `limit` records or for a minute; `complete` says whether these were all.',
        params,
        body: DiffMapping,
        response: { 200: MappingDiff },
      },
    },
    async (request, reply) =>
      hub.mappings.diff(principalOf(request), tenantOf(request), request.params, request.body, untilClosed(reply)),
  );
  app.post(
    `${at}/:stream/apply`,
    {
      schema: {
        operationId: 'applyMapping',
        tags,
        summary: 'Bring a version into force',
        description:
          'What is read from now on follows it; what is stored is mapped anew in the background, without calling the vendor. `rederivation` of the mapping says how far that is. Records that become different appear in the change feed.',
        params,
        body: ApplyMapping,
        response: { 202: MappingView },
      },
    },
    async (request, reply) =>
      reply
        .status(202)
        .send(await hub.mappings.apply(principalOf(request), tenantOf(request), request.params, request.body)),
  );
  versionRoutes(app, hub);
};

function versionRoutes(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.get(
    `${at}/:stream/versions`,
    {
      schema: {
        operationId: 'listMappingVersions',
        tags,
        summary: 'Its versions, newest first',
        params,
        querystring: listQuery,
        response: { 200: MappingVersionList },
      },
    },
    async (request) => hub.mappings.versions(principalOf(request), tenantOf(request), request.params, request.query),
  );
  app.get(
    `${at}/:stream/versions/:version`,
    {
      schema: {
        operationId: 'getMappingVersion',
        tags,
        summary: 'One version',
        params: versionParams,
        response: { 200: MappingVersionView },
      },
    },
    async (request) =>
      hub.mappings.version(principalOf(request), tenantOf(request), request.params, request.params.version),
  );
  app.post(
    `${at}/:stream/versions/:version/restore`,
    {
      schema: {
        operationId: 'restoreMappingVersion',
        tags,
        summary: 'Save its rules again, as the latest version',
        params: versionParams,
        response: { 200: MappingView },
      },
    },
    async (request) =>
      hub.mappings.restore(principalOf(request), tenantOf(request), request.params, request.params.version),
  );
}
