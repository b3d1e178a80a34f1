import { Resvg } from '@resvg/resvg-js';
import { chartFontFamily, chartFontFile } from './chart-font';

/** An SVG as PNG. @param width in pixels; twice the shown width looks sharp on every screen */
export function pngOf(svg: string, width: number): Buffer {
  const image = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false, fontFiles: [chartFontFile()], defaultFontFamily: chartFontFamily },
  });
  return image.render().asPng();
}
