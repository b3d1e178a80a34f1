import { Count, Flag, InstantOrNull, Text, TextOrNull } from '@tq/platform/http';

/** A session that is still to come. */
export class UpcomingSession {
  @Text('Id of the session') sessionId!: string;
  @InstantOrNull('Planned start, as last moved') startsAt!: string | null;
  @InstantOrNull('Planned end, as last moved') endsAt!: string | null;
  @TextOrNull('What is taught') lessonSubject!: string | null;
  @Flag("The student's first session with this tutor") isFirstSession!: boolean;
  @Count('Moves so far, by whomever') moves!: number;
}
