package meeting

import "rapporteur/internal/printed"

// Costs are in nats: the negative logarithm of how often something happens. They were set by hand, and each may be
// halved or doubled without much harm: what decides is their order.
const (
	// What a text or a note pays for a readable token that it contains. A title that takes in the next cell is
	// the most frequent false reading, so each must exceed what it saves: the price of a missing cell.
	swallowTD           = 7.0
	swallowQuestion     = 4.0
	swallowDate         = 3.0
	swallowSpec         = 1.2 // where a column of equivalents is there
	swallowSpecInTitle  = 0.2 // titles name standards
	swallowNoveltyStuck = 4.0 // "New" that sticks to a word is a cell
	swallowNovelty      = 1.0 // "New" is a usual first word
	swallowNoveltyFirst = 2.0 // and more so where a cell begins
	swallowNoveltyKind  = 0.3 // "Amendment"
	swallowNameFirst    = 5.0 // a name at the beginning of a line
	swallowNameNext     = 3.0 // a name behind a number: the cell before it ended there
	swallowName         = 0.6 // names within titles are usual
	swallowMail         = 4.0
	swallowProcess      = 1.0 // "A" and "N" where a column of processes is there
	swallowCircular     = 2.5
	swallowNumber       = 5.0 // "3." at the beginning of a line of a table with row numbers

	swallowNumberNext = 9.0 // more so where it counts on from the number before

	// Texts.
	titleEnter   = 1.0
	titleWord    = 0.05 // titles are long
	titleLower   = 2.5  // and begin with a capital,
	titleMark    = 3.5  // not with a comma
	titleDigit   = 1.0  // or a digit
	titleName    = 2.0  // or a name, where names have a column
	titleAlone   = 1.0  // a row of a title alone is weak
	titleVerb    = 1.5  // "was", "will be": titles have no finite verbs
	otherEnter   = 1.5
	otherWord    = 0.7
	strayWord    = 2.0 // a word in a marked-up cell that its column does not hold
	otherRow     = 3.0 // a row does not begin with a remark
	editorsEnter = 0.5
	editorsWord  = 0.25
	editorsBad   = 3.5 // a word that is no part of a name of a person
	editorsOne   = 2.5 // a person has two or three names
	editorsMany  = 0.7
	textStuck    = 0.9 // a text cell ends within a word
	inPipe       = 5.0 // a text cell goes on behind a bar
	inBlank      = 3.0 // a title goes on behind a blank line
	inCapital    = 2.5 // a title goes on with a capital on the next line
	inProse      = 5.0 // a text goes on with a line of prose

	// A name that no text of the catalogue has, where cells may stick together and another reading is a known name.
	unknownName = 4.0

	// Steps within a row.
	outOfOrder     = 6.0 // a cell left of the one before
	outOfOrderHead = 2.0 // and more so a name or a Question
	again          = 3.0 // a second cell of one column
	stepStuck      = 0.3
	stepSpace      = 0.2
	noBar          = 1.5 // cells of a table with bars have one between them

	// Where rows begin, before the table itself shows how often: the odds of a break to begin a row.
	rowAtLine     = 0.5
	rowAtPipe     = 0.135
	rowAtSpace    = 0.0025
	rowAtStuck    = 0.001
	rowAtOneSpace = 0.08 // in a table without line breaks
	rowNumberGain = 1.0  // a row number can only begin a row

	// Notes: lines of a table that are no rows.
	noteEnter   = 4.5
	noteWord    = 0.04
	noteProse   = 3.0 // saved by a line that reads as prose
	notePipe    = 4.0 // a line with bars is rather a row
	noteGoesOn  = 0.7 // of noteEnter again for a further line
	noteLine    = 0.3
	missPrior   = 3.0 // rows that the usual share of empty cells counts for
	beginPrior  = 2.0 // breaks that the usual odds count for
	orderPrior  = 1.5 // a column that the heading does not name
	rivalWithin = 8.0 // another order of columns that explains the table nearly as well
	beam        = 18.0
	certain     = 0.90 // below it a field has a doubt
	unreadBelow = 0.35 // below it a row is not read
	never       = 1e9
)

// missing is the usual share of rows whose cell of a column is empty.
var missing = [printed.Types]float64{
	printed.Number: 0.4, printed.Question: 0.15, printed.Party: 0.2, printed.Name: 0.25, printed.Former: 0.3, printed.Title: 0.03,
	printed.Document: 0.15, printed.Novelty: 0.2, printed.Status: 0.2, printed.Editors: 0.25, printed.Equivalent: 0.9, printed.Start: 0.2,
	printed.Target: 0.2, printed.Other: 0.5, printed.Justification: 0.6, printed.Date: 0.3, printed.Mail: 0.4, printed.Circular: 0.4, printed.Process: 0.3,
}
