package meeting

import "rapporteur/internal/source"

// interimQuestions gives meetings that lost their Question the one that their objectives name, or the one of
// the texts that they name.
func (r *reader) interimQuestions() {
	questionsOf := map[string][]source.Question{}
	for _, row := range r.rows {
		for _, name := range []string{row.Acronym, row.ProvisionalName} {
			if name != "" && len(questionsOf[name]) == 0 {
				questionsOf[name] = row.Questions
			}
		}
	}
	for _, i := range r.interim {
		a := &r.Announced[i]
		if len(a.Questions) > 0 {
			continue
		}
		for _, o := range a.Objectives {
			questionsFrom(a, o, r.group, questionsOf)
			if len(a.Questions) > 0 {
				break
			}
		}
		if len(a.Questions) == 0 {
			doubt(a, "questions", "not printed in the row", "")
		}
		nameMeeting(a, r.group, "")
	}
}

func questionsFrom(a *source.Announced, o source.Objective, group int, questionsOf map[string][]source.Question) {
	for _, m := range ownQuestion.FindAllStringSubmatch(o.Description, -1) {
		if q := (source.Question{Group: number(m[2]), Number: number(m[1])}); q.Group == group && q.Number > 0 && !contains(a.Questions, q) {
			a.Questions = append(a.Questions, q)
		}
	}
	if len(a.Questions) > 0 {
		doubt(a, "questions", "not printed in the row; an objective names it", o.Description)
		return
	}
	for _, name := range o.Texts {
		for _, q := range questionsOf[name] {
			if !contains(a.Questions, q) {
				a.Questions = append(a.Questions, q)
			}
		}
		if len(a.Questions) > 0 {
			doubt(a, "questions", "not printed in the row; it is the one of a text that an objective names", name)
			return
		}
	}
}
