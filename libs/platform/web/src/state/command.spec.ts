import { Command } from './command';

describe('Command', () => {
  it('is busy while it runs, then says what was done', async () => {
    const command = new Command();
    const running = command.run('Done.', () => Promise.resolve(7));
    expect(command.busy()).toBe(true);
    expect(await running).toEqual({ answer: 7 });
    expect([command.busy(), command.done(), command.problem()]).toEqual([false, 'Done.', '']);
  });

  it('keeps what went wrong, until the next one', async () => {
    const command = new Command();
    expect(await command.run('Done.', () => Promise.reject(new Error('No.')))).toBeUndefined();
    expect([command.busy(), command.done(), command.problem()]).toEqual([false, '', 'No.']);
    await command.run('Done.', () => Promise.resolve());
    expect(command.problem()).toBe('');
  });
});
