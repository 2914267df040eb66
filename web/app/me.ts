/** Who is signed in with this browser; asked before any screen is shown. */
import { api } from './api.ts';

export const meQuery = { ...api.queryOptions('get', '/api/me'), staleTime: 60_000 };
