/** /platform/sandbox: steering the sandbox, by administrators, where there is one. */
import { z } from 'zod';
import {
  ClockInput,
  FaultInput,
  GrowInput,
  SandboxClock,
  SandboxFaultView,
  SandboxView,
  SendInput,
  SentView,
} from '../../hub/sandbox/sandbox-views.ts';
import { principalOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Sandbox'];
const path = '/platform/sandbox';

export const sandboxRoutes: Routes = async (app, { hub }) => {
  app.get(
    path,
    {
      schema: {
        operationId: 'getSandbox',
        tags,
        summary: 'Its clock, its faults, its vendors',
        response: { 200: SandboxView },
      },
    },
    async (request) => hub.sandbox.read(principalOf(request)),
  );
  app.post(
    `${path}/clock`,
    {
      schema: {
        operationId: 'setSandboxClock',
        tags,
        summary: 'Freeze the clock, move it, let it go on',
        body: ClockInput,
        response: { 200: SandboxClock },
      },
    },
    async (request) => hub.sandbox.setClock(principalOf(request), request.body),
  );
  app.post(
    `${path}/faults`,
    {
      schema: {
        operationId: 'addSandboxFault',
        tags,
        summary: 'Have a vendor do something wrong',
        body: FaultInput,
        response: { 200: SandboxFaultView },
      },
    },
    async (request) => hub.sandbox.addFault(principalOf(request), request.body),
  );
  app.delete(
    `${path}/faults`,
    { schema: { operationId: 'clearSandboxFaults', tags, summary: 'No faults any more', response: { 204: z.null() } } },
    async (request, reply) => {
      await hub.sandbox.removeFault(principalOf(request));
      return reply.status(204).send(null);
    },
  );
  app.delete(
    `${path}/faults/:fault`,
    {
      schema: {
        operationId: 'removeSandboxFault',
        tags,
        summary: 'End one fault',
        params: z.object({ fault: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.sandbox.removeFault(principalOf(request), request.params.fault);
      return reply.status(204).send(null);
    },
  );
  app.post(
    `${path}/grow`,
    {
      schema: {
        operationId: 'growSandboxStream',
        tags,
        summary: 'Give a stream so many records',
        body: GrowInput,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.sandbox.grow(principalOf(request), request.body);
      return reply.status(204).send(null);
    },
  );
  app.post(
    `${path}/webhooks`,
    {
      schema: {
        operationId: 'sendSandboxWebhooks',
        tags,
        summary: 'Have a vendor send webhooks',
        body: SendInput,
        response: { 200: SentView },
      },
    },
    async (request) => hub.sandbox.send(principalOf(request), request.body),
  );
};
