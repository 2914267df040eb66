/** /platform/keys: the keys that seal what is stored: how they stand, and their rotation. For the platform's administrators. */
import { KeyStatusView, RootKeyChangeView, RotateDataKeys, RotationStartView } from '../../hub/keys/vault-key-views.ts';
import { principalOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Vault keys'];

export const vaultKeyRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/platform/keys',
    {
      schema: {
        operationId: 'vaultKeyStatus',
        tags,
        summary: 'How the root key and the data keys stand, and how far their rotation has come',
        response: { 200: KeyStatusView },
      },
    },
    async (request) => hub.vaultKeys.status(principalOf(request)),
  );
  app.post(
    '/platform/keys/rotate',
    {
      schema: {
        operationId: 'rotateDataKeys',
        tags,
        summary: 'Ask for new data keys; workers seal what is stored anew',
        body: RotateDataKeys,
        response: { 202: RotationStartView },
      },
    },
    async (request, reply) => reply.status(202).send(await hub.vaultKeys.rotate(principalOf(request), request.body)),
  );
  app.post(
    '/platform/keys/root/rotate',
    {
      schema: {
        operationId: 'changeRootKey',
        tags,
        summary: 'Go on with a change of the root key as far as it may; the answer says what to do next',
        response: { 200: RootKeyChangeView },
      },
    },
    async (request) => hub.vaultKeys.changeRoot(principalOf(request)),
  );
};
