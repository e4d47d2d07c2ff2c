import sharp from 'sharp';

/** A file that goes with a message of the demo. */
export type SeedFile = { name: string; mediaType: string; make: () => Promise<Uint8Array> };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A poster without words: the sun over a river, in the colours of the conference. */
const POSTER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600" width="960" height="600">
  <rect width="960" height="600" fill="#f6efe2"/>
  <circle cx="640" cy="250" r="150" fill="#e8843c"/>
  <path d="M0 330c120-60 240-60 360 0s240 60 360 0 180-50 240-30v300H0z" fill="#12766f"/>
  <path d="M0 400c120-60 240-60 360 0s240 60 360 0 180-50 240-30v230H0z" fill="#0d5a57"/>
  <path d="M0 470c120-60 240-60 360 0s240 60 360 0 180-50 240-30v160H0z" fill="#0a4243"/>
  <path d="M150 120c60-70 130-60 150 20-70 40-130 30-150-20z" fill="#12766f"/>
  <path d="M150 120c-70-50-110-10-100 70 60 20 100-10 100-70z" fill="#7fb3a2"/>
  <path d="M150 120v210" stroke="#0d5a57" stroke-width="8" stroke-linecap="round"/>
  <path d="M760 96h96M796 132h96M742 168h70" stroke="#0d5a57" stroke-width="8" stroke-linecap="round"/>
</svg>`;

/** A page with a heading and lines of text: as little as a PDF may be (ISO 32000). */
function pdfOf(heading: string, lines: readonly string[]): Uint8Array {
  const written = lines.map((line) => `0 -20 Td (${line}) Tj`).join('\n');
  const page = `BT /F1 20 Tf 64 760 Td (${heading}) Tj /F1 11 Tf 0 -14 Td\n${written}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const size = objects.length + 1;
  return bytes(`${text}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
}

export const poster: SeedFile = {
  name: 'key-visual-draft.png',
  mediaType: 'image/png',
  make: async () => await sharp(Buffer.from(POSTER)).png({ palette: true }).toBuffer(),
};

export const soundCheck: SeedFile = {
  name: 'sound-check.pdf',
  mediaType: 'application/pdf',
  make: async () =>
    pdfOf('Sound check, Wednesday', [
      '16:00  Doors, power, radio microphones',
      '16:30  Main stage: speech, then film with sound',
      '17:15  Workshop rooms A and B',
      '18:00  Opening film at full length, house lights down',
      '18:30  Keynote: slides, clicker, monitor on the floor',
    ]),
};

export const radioChannels: SeedFile = {
  name: 'radio-channels.csv',
  mediaType: 'text/csv',
  make: async () =>
    bytes(
      'channel,frequency,worn by\n1,823.300,moderator\n2,824.100,keynote\n3,826.500,spare\n4,828.900,floor\n',
    ),
};
