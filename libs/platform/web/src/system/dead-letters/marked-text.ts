import { jsonPlaces, placeOf } from './json-places';

/** A piece of a text; a number is that of the reason which speaks of it, from 1. */
export interface Piece {
  readonly text: string;
  readonly reasons: readonly number[];
}

/** The text cut where what the reasons speak of begins and ends. A reason about the whole of it marks nothing. */
export function markedText(text: string, reasons: readonly { readonly pointer: string }[]): Piece[] {
  const places = jsonPlaces(text);
  const marks = reasons.flatMap(({ pointer }, index) => {
    const place = pointer === '' ? undefined : placeOf(pointer, places);
    const isWhole = place?.start === places.get('')?.start && place?.end === places.get('')?.end;
    return place && !isWhole ? [{ ...place, reason: index + 1 }] : [];
  });
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => ({
    text: text.slice(start, cuts[index + 1]),
    reasons: marks.filter((mark) => mark.start <= start && start < mark.end).map(({ reason }) => reason),
  }));
}

/** Bytes as a hex dump: sixteen to a row, with what they are as ASCII. */
export function hexRows(bytes: Uint8Array): { readonly at: string; readonly hex: string; readonly text: string }[] {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => {
    const part = [...bytes.subarray(row * 16, row * 16 + 16)];
    return {
      at: (row * 16).toString(16).padStart(6, '0'),
      hex: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    };
  });
}

/** Base64 as bytes. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * A JSON text with line breaks, for who mends it. What is no JSON stays as it is, and so does what JavaScript would
 * write differently: a number beyond its own, a name that stands twice.
 */
export function spacedOut(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
