import { episodeAfter, type Episode } from './episode.fold';

const follow = (...flags: boolean[]): (string | null)[] => {
  let last: Episode | null = null;
  return flags.map((flagged, index) => {
    const episode = episodeAfter(last, { id: `e${index}`, flagged });
    last = episode ?? last;
    return episode?.id ?? null;
  });
};

it('lasts from the first flag to the clearing, which still belongs to it', () => {
  expect(follow(false, true, true, false, false, true, false)).toEqual([null, 'e1', 'e1', 'e1', null, 'e5', 'e5']);
});
