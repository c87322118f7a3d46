/**
 * Reads which characters a WOFF2 file can draw.
 *
 * Owns just enough of the format for a test: the table directory, the Brotli stream and `cmap`
 * formats 4 and 12. Refuses everything else (outlines, collections): no font library is worth one test.
 * Source: W3C, WOFF File Format 2.0, sections 4 and 5; OpenType, table `cmap`.
 */
import { brotliDecompressSync } from "node:zlib";

/** Tags that the directory names by number; only their order matters. */
const KNOWN_TAGS =
  "cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill".match(
    /.{4} ?/g,
  ) ?? [];

function tableOf(file: Buffer, wanted: string): Buffer {
  if (file.toString("latin1", 0, 4) !== "wOF2") throw new Error("not a WOFF2 file");
  const tableCount = file.readUInt16BE(12);
  const compressedBytes = file.readUInt32BE(20);
  let at = 48;
  const base128 = (): number => {
    let value = 0;
    for (let index = 0; index < 5; index += 1) {
      const byte = file.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
    throw new Error("number too long in the table directory");
  };
  let offset = 0;
  let found: readonly [number, number] | null = null;
  for (let index = 0; index < tableCount; index += 1) {
    const flags = file.readUInt8(at++);
    const number = flags & 0x3f;
    let tag = KNOWN_TAGS[number]?.slice(0, 4) ?? "";
    if (number === 63) {
      tag = file.toString("latin1", at, at + 4);
      at += 4;
    }
    const isOutline = tag === "glyf" || tag === "loca";
    const isTransformed = isOutline ? flags >> 6 !== 3 : flags >> 6 !== 0;
    const plainBytes = base128();
    const storedBytes = isTransformed ? base128() : plainBytes;
    if (tag === wanted) found = [offset, storedBytes];
    offset += storedBytes;
  }
  if (found === null) throw new Error(`no table ${wanted}`);
  const stream = brotliDecompressSync(file.subarray(at, at + compressedBytes));
  return stream.subarray(found[0], found[0] + found[1]);
}

function addFormat4(table: Buffer, into: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2;
  for (let index = 0; index < segments; index += 1) {
    const end = table.readUInt16BE(14 + index * 2);
    const start = table.readUInt16BE(16 + segments * 2 + index * 2);
    for (let code = start; code <= end && code !== 0xffff; code += 1) into.add(code);
  }
}

function addFormat12(table: Buffer, into: Set<number>): void {
  const groups = table.readUInt32BE(12);
  for (let index = 0; index < groups; index += 1) {
    const start = table.readUInt32BE(16 + index * 12);
    const end = table.readUInt32BE(20 + index * 12);
    for (let code = start; code <= end; code += 1) into.add(code);
  }
}

/** Code points that the font maps to a glyph. Throws on a file that is not a WOFF2 font. */
export function charactersOf(file: Buffer): ReadonlySet<number> {
  const cmap = tableOf(file, "cmap");
  const found = new Set<number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + index * 8));
    const format = table.readUInt16BE(0);
    if (format === 4) addFormat4(table, found);
    else if (format === 12) addFormat12(table, found);
  }
  return found;
}
