// Light or dark: the system's choice, unless the reader made one.

type Theme = "light" | "dark";
const key = "rapporteur-theme";

/** Applies the reader's choice of an earlier visit. */
export function applyTheme(): void {
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}

/** What is shown now. */
export function theme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Shows the other one and keeps that for later visits. */
export function toggleTheme(): Theme {
  const other = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = other;
  localStorage.setItem(key, other);
  return other;
}
