/** What can be written at the provider, and doing it. */
import { Card } from '../../ui/card.tsx';

export function ActionsTab() {
  return <Card>{null}</Card>;
}
