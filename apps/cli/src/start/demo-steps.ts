import type { ListrTask } from 'listr2';
import { reportFrom, sendHistory, untilFolded } from './demo';
import { historyIsSent, type Home } from './home';
import type { Installation } from './installation';
import { simulatorLaunch } from './launches';
import type { Supervisor } from './supervisor';
import { throttled } from './throttled';

/** From an empty log to a live stream: history, its fold, and what happens from now on. `live` are the simulator's options for the last. */
export function demoSteps(
  supervisor: Supervisor,
  installation: Installation,
  home: Home,
  ending: AbortSignal,
  live: readonly string[],
): ListrTask[] {
  const { liveFrom = new Date().toISOString(), historySent = false } = home.record;
  return [
    {
      title: 'History: 90 days of a made-up platform',
      enabled: !historySent,
      task: async (_, task) => {
        await reportFrom(installation, liveFrom);
        const progress = throttled((line) => (task.output = line));
        await supervisor.once('history', (spawned) => sendHistory(installation, liveFrom, spawned, progress));
        await historyIsSent(home);
      },
    },
    {
      title: 'Readings of all tutors',
      task: (_, task) =>
        untilFolded(
          installation,
          ending,
          throttled((line) => (task.output = line)),
        ),
    },
    { title: 'Live stream', task: () => supervisor.launch('simulator', simulatorLaunch(installation, live)) },
  ];
}
