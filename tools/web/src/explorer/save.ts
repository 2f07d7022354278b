// Files for the reader to keep.

/** Offers the content as a download. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N}._ -]+/gu, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csv(rows: string[][]): Blob {
  const cell = (value: string) => {
    const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return new Blob([rows.map((row) => row.map(cell).join(",") + "\r\n").join("")], { type: "text/csv;charset=utf-8" });
}
