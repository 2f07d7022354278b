package ingest

import (
	"context"
	"maps"
	"slices"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Catalogue is what pages and records in a store say of names: see source.Known. What reports say is left out, so that a name
// that was read wrong does not confirm itself when the report is imported again. Two finds for each table that needs it.
func Catalogue(s *store.Store) source.Known {
	return func(ctx context.Context, names []string) (map[string]bool, error) {
		keys := map[string][]string{}
		for _, name := range names {
			key := standards.NameKey(name)
			keys[key] = append(keys[key], name)
		}
		texts, err := s.Texts.Where(ctx, "names", slices.Sorted(maps.Keys(keys)), "names")
		if err != nil {
			return nil, err
		}
		ids := make([]standards.TextID, len(texts))
		for i, t := range texts {
			ids[i] = t.ID
		}
		said, err := s.Statements.Where(ctx, "text", ids, "text", "page")
		if err != nil {
			return nil, err
		}
		known, paged := map[string]bool{}, map[standards.TextID]bool{}
		for _, st := range said {
			paged[st.TextID] = paged[st.TextID] || st.Page != nil
		}
		for _, t := range texts {
			for _, key := range t.Names {
				for _, name := range keys[key] {
					known[name] = known[name] || paged[t.ID]
				}
			}
		}
		return known, nil
	}
}
