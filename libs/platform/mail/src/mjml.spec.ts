import { mjml } from './mjml';
import { renderEmail } from './render';

const evil = `"'></mj-text><script>alert(1)</script><mj-include path="/etc/passwd" />&amp;<!-- \u0000\u0007\ud800`;
const page = (body: ReturnType<typeof mjml>) =>
  mjml`<mjml lang="en"><mj-body><mj-section><mj-column>${body}</mj-column></mj-section></mj-body></mjml>`;
const render = (body: ReturnType<typeof mjml>) =>
  renderEmail({ name: 'x', previews: {}, subject: () => '', text: () => '', body: () => page(body) }, null);

it('escapes every value, in text and in attributes', async () => {
  const { html } = await render(
    mjml`<mj-text><b title="${evil}">${evil}</b></mj-text><mj-button href="https://x.example/${evil}">${evil}</mj-button><mj-image src="cid:a" alt="${evil}" />`,
  );
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('<mj-include');
  expect(html).not.toMatch(/[\u0000\u0007\ud800]/);
  expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)).toHaveLength(5);
});

it('nests fragments and lists, and leaves nothing where there is nothing', () => {
  const items = ['<a>', 'b'].map((text) => mjml`<li>${text}</li>`);
  expect(mjml`<ul title="${1}">${items}${null}${undefined}${false}</ul>`.markup).toBe(
    '<ul title="1"><li>&lt;a&gt;</li><li>b</li></ul>',
  );
});

it.each([
  ['an unquoted attribute', () => mjml`<a href=${evil}>x</a>`],
  ['a tag', () => mjml`<a ${evil}>x</a>`],
  ['a style sheet', () => mjml`<mj-style>${evil}</mj-style>`],
  ['raw markup', () => mjml`<mj-raw>${evil}</mj-raw>`],
  ['a comment', () => mjml`<!-- ${evil} -->`],
])('refuses a value in %s', (_place, template) => {
  expect(template).toThrow(/only in text or in a double-quoted attribute/);
});

it('refuses a template that is not valid', async () => {
  await expect(render(mjml`<mj-nonsense>x</mj-nonsense>`)).rejects.toThrow(/mj-nonsense/);
});

it('asks no server for fonts', async () => {
  const { html } = await render(mjml`<mj-text>x</mj-text>`);
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});
