import { Injectable } from '@angular/core';
import { getOverview } from '../api/functions';
import { load } from '../state/loadable';

/** The overview, asked for once by all who show a part of it. */
@Injectable({ providedIn: 'root' })
export class OverviewData {
  readonly overview = load(getOverview, () => ({}));
}
