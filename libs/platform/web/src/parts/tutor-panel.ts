import { InjectionToken, type InputSignal, type Type } from '@angular/core';
import type { TutorDetail } from '../api/models';

/** A panel on the Tutor page that belongs to another slice than the page: loaded with it, given the tutor. */
export interface TutorPanel {
  readonly name: string;
  /** In the wide column, else in the narrow one. */
  readonly wide: boolean;
  readonly load: () => Promise<Type<{ readonly tutor: InputSignal<TutorDetail> }>>;
}

/** The panels in their order; the app lists them, since a slice may not import another one's web. */
export const TUTOR_PANELS = new InjectionToken<readonly TutorPanel[]>('TUTOR_PANELS', { factory: () => [] });
