package standards

import "time"

// Revision is what subscribers need of the past of an action or a meeting: that it was restated. It is kept beside the graph,
// which is what documents say now.
type Revision struct {
	ID     string    `bson:"_id"`    // of the action or meeting
	Number int       `bson:"number"` // how often a newer issue of a document restated it
	At     time.Time `bson:"at"`     // when it was restated last, as one import says

	// Gone is the meeting as it was announced last, where the newest issues of all documents leave it out.
	Gone *Meeting `bson:"gone,omitempty"`
}
