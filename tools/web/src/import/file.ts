// The report that was chosen, as the API takes it.

export interface Chosen {
  name: string;
  bytes: number;
  /** Its text or, of a .docx file, its bytes in base64. */
  content: string;
}

/** Reads a file: text and HTML as UTF-8 or, where they are not that, as Windows does in Western Europe. */
export async function read(file: File): Promise<Chosen> {
  const buffer = new Uint8Array(await file.arrayBuffer());
  const content = /\.docx$/i.test(file.name) ? base64(buffer) : text(buffer);
  return { name: file.name, bytes: file.size, content };
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function base64(bytes: Uint8Array): string {
  const part = 0x6000; // a multiple of 3, and few enough for a call
  let out = "";
  for (let i = 0; i < bytes.length; i += part) out += btoa(String.fromCharCode(...bytes.subarray(i, i + part)));
  return out;
}

/** 3.1 MB, 12 kB. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
