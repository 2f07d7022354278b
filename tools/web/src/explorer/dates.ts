// Dates as precise as their source: 2019, 2019-09 or 2019-09-05.

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** A date in words: 5 September 2019, September 2019, 2019. */
export function day(date: string): string {
  const [year, month, dayOfMonth] = date.split("-");
  return [dayOfMonth && String(Number(dayOfMonth)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** From one date to another in words, saying what both share once; empty where neither is known. */
export function period(start: string | null | undefined, end: string | null | undefined): string {
  if (!start || !end || start === end) return start || end ? day((start || end)!) : "";
  const [fromYear, fromMonth, fromDay] = start.split("-");
  const [toYear, toMonth] = end.split("-");
  if (fromYear !== toYear) return `${day(start)} – ${day(end)}`;
  if (!fromDay) return `${months[Number(fromMonth) - 1]} – ${day(end)}`;
  if (fromMonth !== toMonth) return `${Number(fromDay)} ${months[Number(fromMonth) - 1]} – ${day(end)}`;
  return `${Number(fromDay)}–${day(end)}`;
}

export function monthName(month: number): string {
  return months[month - 1] ?? "";
}
