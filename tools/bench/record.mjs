/** What was measured so far, kept from run to run: a run that measures a part replaces that part only. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../run/node.mjs';
import { documentOf } from './document.mjs';
import { machine } from './machine.mjs';
import { pictureOf } from './picture.mjs';

const docs = join(root, 'docs');
const file = join(docs, 'performance.json');

/**
 * @typedef {object} Row A figure at one size.
 * @property {string} what a key of `growths`
 * @property {number} tutors
 * @property {number} events
 * @property {number} scorers
 * @property {number} value
 * @property {boolean | null} isMet
 * @property {string} [beside] what the hardware gave in the same run, and the ratio
 */

export class Record {
  /** @param {{ rows: Row[], figures: object[] }} data */
  constructor(data) {
    this.data = data;
  }

  static async read() {
    const text = await readFile(file, 'utf8').catch(() => '{"rows":[],"figures":[]}');
    return new Record(JSON.parse(text));
  }

  /** @param {Row} row @param {number} others cores that others kept busy meanwhile */
  row(row, others) {
    const key = ({ what, tutors, events, scorers }) => `${what} ${tutors} ${events} ${scorers}`;
    this.data.rows = this.data.rows.filter((one) => key(one) !== key(row));
    this.data.rows.push({ ...row, ...this.#when(others) });
  }

  /** The figures that are measured at one size, by the name of their measurement. */
  figures(group, figures, others) {
    this.data.figures = this.data.figures.filter((one) => one.group !== group);
    this.data.figures.push(...figures.map((figure) => ({ group, ...figure, ...this.#when(others) })));
  }

  async write() {
    await mkdir(docs, { recursive: true });
    const put = async (name, text) => {
      await writeFile(join(docs, `${name}.new`), text);
      await rename(join(docs, `${name}.new`), join(docs, name));
    };
    await put('performance.json', `${JSON.stringify(this.data, null, 1)}\n`);
    await put('performance.svg', pictureOf(this.data.rows));
    await put('performance.md', documentOf(this.data));
  }

  #when(others) {
    return { at: new Date().toISOString().slice(0, 16).replace('T', ' '), machine: machine(), others: Math.round(others * 10) / 10 }; // prettier-ignore
  }
}
