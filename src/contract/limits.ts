/** What a vendor allows, as facts. The engine turns them into a budget shared by all processes. */
export type Limit =
  | { readonly per: 'second' | 'minute' | 'hour' | 'day'; readonly max: number; readonly scope?: LimitScope }
  | { readonly concurrent: number };

/** Whose calls are counted together: one account at the vendor (default), or all accounts of one provider app. */
export type LimitScope = 'account' | 'app';

/** Response headers in which a vendor tells what is left, so that the budget follows the truth and not our guess. */
export interface LimitHeaders {
  /** Header with the calls left, and the window it speaks of; the same `per` may be limited for the account and for the app. */
  readonly remaining: readonly {
    readonly header: string;
    readonly per: 'second' | 'minute' | 'hour' | 'day';
    readonly scope?: LimitScope;
    /** Header with what this call cost, where what is left is told in credits and not in calls. */
    readonly cost?: string;
  }[];
}
