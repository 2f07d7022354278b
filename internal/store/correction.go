package store

import "rapporteur/internal/standards"

// Correction is a person's word on who a printed name stands for. It comes before what names alone tell.
type Correction struct {
	ID       string             `bson:"_id"`    // key:<folded name>, or name:<name as printed>
	PersonID standards.PersonID `bson:"person"` // whom it stands for
}

// CorrectedKey is the id of the correction for all spellings that fold to a key.
func CorrectedKey(key string) string { return "key:" + key }

// CorrectedName is the id of the correction for one spelling.
func CorrectedName(name string) string { return "name:" + name }
