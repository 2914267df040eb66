/**
 * `npm run -s bench -- webhooks`: what comes in (webhooks-intake.ts) and what goes out (webhooks-outbound.ts), each next to the limit in the
 * same run. Quote ratios.
 */
import { benchIntake } from './webhooks-intake.ts';
import { benchOutbound } from './webhooks-outbound.ts';

export interface WebhooksBenchOptions {
  readonly requests: number;
  readonly deliveries: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

export async function benchWebhooks({ requests, deliveries, rounds, tell }: WebhooksBenchOptions): Promise<object> {
  const intake = await benchIntake({ requests, rounds, tell });
  const outbound = await benchOutbound({ deliveries, rounds, tell });
  return { intake, outbound };
}
