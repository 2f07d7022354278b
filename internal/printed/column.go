package printed

import (
	"slices"
	"strings"
)

// Column is a column of a table: its type and its name as printed.
type Column struct {
	Type Type
	Name string
}

// columnWords are the names of columns. Words in brackets may be missing, bars separate words of which one stands
// there. Case is that of the first letter alone; spaces do not matter, so that names that stick together are read.
var columnWords = []struct {
	of    Type
	names string
}{
	{Number, `#; No.; No; S/N; N°; Item; Item No.; Nr; Nr.`},
	{Question, `Question; Questions; Question(s); Quest.; Q; Q.; Qs; Q(s); Q No.; Q#; Question No.; Question number; Responsible Question; Lead Question; Question (WP); Q/WP; WP/Q; Q/SG; Study Question; Study question; Resp.|Resp|Responsible Q|Q.|Quest.|question; Quest; Ques.; Question #; Question/WP; Questions concerned; Related Question; Lead Q`},
	{Party, `WP; Working Party; Working Parties; WP No.; WPs; WP #; Resp. WP; Responsible WP`},
	{Name, `[Draft] [new/revised|new|revised|New/Revised] [ITU-T] Rec|Rec.|Recommendation|Recommendations|Recs|Recs. [Number|No.|No|no.|#|number|name|acronym|ref.|or Text|/Text|or Supplement]; [ITU-T] Supplement|Suppl.|Sup.|Sup|Suppl [Number|No.|No|#];
		Acronym; Acronyms; NWI; NWIs; Work item; Work items; Work item name; Work Item; Work item or provisional name; Work item (or provisional name); Provisional name; Provisional Name; Provisional No.; Provisional acronym; Nature of Doc.; Working title; Working Title; Short name; Short title;
		Reference number; Draft name; Text name; Name; Designation; Deliverable; Deliverables; Rec. or draft Rec.; Texts; Text; Text No.; Number; Recommendation/Supplement; Recommendation or Supplement; Recommendation / Text; Rec. / Suppl.; Technical Report; Identifier; ID; Symbol; Document name; Label;
		Draft Recommendation; Draft Rec.; Draft; Draft text name; [Technical] Report|Paper No.; Publication; Rec./Text; Rec. #; Former Rec. No.; Document identifier; Deliverable name; Text number|#|acronym; Text/Rec. No.; Series; Rec. series; Series and number; Provisional number; Proposed number|name; Acronym or number|name; Number or acronym; Number/Acronym; Name/Number; Rec. or Text No.; Rec. or Supplement; Draft new|revised text; Supplement/Technical Report|Paper; Technical Paper/Report; Text for agreement; Text for consent; Draft document; Recommendation name/number; Code; Proposed work item; WI; WI name`},
	{Former, `Draft Supplement|Recommendation|text for agreement|determination|consent|approval; Draft Technical Report|Paper for agreement|determination|consent|approval; ex. name; Former name; Former Name; Previous name; Old name; Temporary name; Ex-name; Draft number`},
	{Title, `Title; Titles; Title of Recommendation|text|Supplement|Question|Recommendations; Title of the Recommendation|text; Title of work item; Title of the work item; Subject; Subject/Title; Subject/title; Subject / Title; Title/Subject; Title/subject; Full title; Name of text|Recommendation; Name of work item; Recommendation title; Rec. title; Rec. Title; Description; Titre; Topic; Work item title; Subject matter; Text title; Title of draft|Rec.|document|Supplement|Amendment|deliverable|NWI; Title of the Supplement|draft|new work item; Title of new work item; Draft title; Proposed title; Working title of text; Title of Rec. or text; Title of draft Recommendation|text; Title (English); English title; Rec./Text title; Supplement title; Short description; Title of Recommendation/Supplement`},
	{Justification, `A.5 justification; A.5 Justification; A.5 justification TD; A.5 TD; A.5; Justification for A.5; A.5 information; A.5 reference; A.5 ref.; A.5 document|doc.|status|text; A.5 TDs; A5; A.5 qualification; TD A.5; A.25; A.25 justification`},
	{Document, `[Final|Location|A.1|A.13|Last|Latest|Base|Output|Plenary|PLEN|Text|Source|Related|Relevant|Input] TD|TDs [#|/PLEN|PLEN|(PLEN)|(s) No.|reference|Reference|ref.|Ref.|number|Number|No.|no.|(s)|location]; Base text; Base texts; Base Text; Base text(s); Basic text; Reference; References; Ref.; Ref; Document; Documents; Document(s); Doc; Docs; Doc.; Docs.; Document No.; Doc. No.; Document number; Location of text; Location of Text; Location of the text; A.1 justification; A.1 Justification;
		A.1 justification TD; A.13 justification; A.13 Justification; Text location; Draft text; Draft Text; Final text; Final Text; Source; Source document; Link; Text in; Text TD; TD (text); TD/Text; Latest text; Latest TD; Available in; TEMP. DOC.; Temporary document; Temporary Document; Temp. Doc.; File; Input document; Output document; Justification; TD for consent|approval|determination|agreement; Documento; Output TD; Text reference; Final draft; Base document|doc.|doc|TD; Reference document|doc.|TD; Ref. doc.; Ref. TD; Ref. No.; Text source; Text (location); Location; Location (TD); Location of draft; Draft location; Report; Doc. ref.; Doc. reference; Document reference; Document ref.; Relevant document|documents; Related document|documents; Contribution; Contribution No.; Contribution/TD; TD/Contribution; TD / Contribution; TD or Contribution; Text available in; A.1 template; A.1 form; A.1`},
	{Novelty, `New/Rev; New/Rev.; New / Rev; New / Rev.; New/Revised; New / Revised; New/revised; New or revised; New or Revised; Revised/New; Rev/New; New/Revision; Novelty; Version; New/Amd; New/Rev/Amd; New/Rev/Amd/Cor; New, Revised; New or Rev.; N/R; New or rev.; New/Revised/Amd; New/Revised/Amendment; New/rev; New / revised; New or revision; New or revised text; New or Revised Rec.; Rev./New; Revised or new; N/Rev; New(N)/Revised(R)`},
	{Status, `Status; Type; Type of text|work|document|Recommendation; Type of work item; Nature; Category; Nature of text|document|work; Kind; Kind of text; Text type; Rec. type; Document type; Type of deliverable; Deliverable type; Work type`},
	{Editors, `Editor; Editors; Editor(s); Editor(s) name; Editors name; Editor name; Contact; Contacts; Contact(s); Contact(s) name; Rapporteur; Rapporteurs; Rapporteur/Editor; Rapporteur(s); Rapporteur(s)/Editor(s); Responsible editor; Contact person; Editor/Rapporteur; Name of editor; Editeur(s); Editor/Contact; Editor / Contact`},
	{Equivalent, `Equivalent; Equivalents; Equivalent e.g., ISO/IEC; Equivalent e.g. ISO/IEC; Equivalent (e.g. ISO/IEC); Equivalent (e.g., ISO/IEC); Equivalent text; Equivalent number; Equivalent No.; Common text; Common Text; Equivalent ISO/IEC; ISO/IEC; ISO/IEC No.; e.g., ISO/IEC; Twin text; Equivalent spec; Equivalent specification; ISO/IEC number; Identical text`},
	{Start, `Start of work; Start of Work; Start date; Starting date; Start; Started; Work started; First registration; Creation date; Start of study`},
	{Target, `Timing; Timing (1); Timing (2); Timing*; Timing (*); Target; Target date; Target Date; Target date for consent|approval|completion|determination|agreement; Planned date; Planned approval; Planned consent; Planned completion; Planned for; Expected date; Expected completion; Due date; Target timing; Date planned; Completion date; Estimated completion; Target (date); Planned timing; Expected timing; Foreseen date; Expected approval`},
	{Mail, `Email; E-mail; E-Mail; Email address; E-mail address; Email address of responsible person; E-mail address of responsible person; Responsible; Responsible person; of Responsible person; Contact e-mail`},
	{Circular, `TSB Circular; TSB Circulars; TSB Circular No.; AAP/Last Call; AAP / Last Call; Last Call; Last call; Last Call date; Circular; Circular No.; AAP; AAP No.; AAP announcement; LC; Collective; Collective letter; AAP-No.; Announcement; TSB Coll.; Last Call/AAP`},
	{Date, `Meeting/Date; Meeting / Date; Date of approval|decision|consent|agreement|determination|adoption; Decision date; Approval date; Approved on; Date; Dates; Meeting; Date approved; Approved date; Consent date; Approval Date`},
	{Process, `Process; Approval process; Approval Process; Approval procedure; Approval; AAP/TAP; TAP/AAP; AAP or TAP; TAP or AAP; Procedure; Approval type; A/N`},
	{Other, `Remarks; Remark; Comments; Comment; Note; Notes; Summary; Priority; Action; Action taken; Decision; Support; Supporting members; Supporting Members; Supported by; Liaison; Relationship; Relationships; Reason for revision; Scope; Objective; Objectives; Place/Host; Subject/objective; Observations; Result; Results; Decision taken; Next step; Next steps; Region; Organization; Company; IPR; Pages; Language; Reasons; Reason; Reason for removal|deletion|withdrawal; Rationale; Action required; Action by; Replaced by; Superseded by`},
}

// columnName is a name of a column without its spaces and in small letters, but for the first letter.
type columnName struct {
	of      Type
	letters string
	first   byte
}

// columnsByFirst are the names of columns by their first byte, the longest first.
var columnsByFirst = func() map[byte][]columnName {
	all := map[byte][]columnName{}
	for _, words := range columnWords {
		for spec := range strings.SplitSeq(words.names, ";") {
			for _, name := range expand(strings.Fields(spec)) {
				first := name[0]
				all[first] = append(all[first], columnName{words.of, strings.ToLower(name), first})
			}
		}
	}
	for _, names := range all {
		slices.SortStableFunc(names, func(a, b columnName) int { return len(b.letters) - len(a.letters) })
	}
	return all
}()

// expand returns the names that a specification stands for, without spaces.
func expand(words []string) []string {
	names := []string{""}
	for len(words) > 0 {
		n := 1
		if strings.HasPrefix(words[0], "[") {
			for !strings.HasSuffix(words[n-1], "]") {
				n++
			}
		}
		choice := strings.Join(words[:n], "")
		words = words[n:]
		var choices []string
		if strings.HasPrefix(choice, "[") {
			choices = append(strings.Split(strings.Trim(choice, "[]"), "|"), "")
		} else {
			choices = strings.Split(choice, "|")
		}
		var longer []string
		for _, name := range names {
			for _, c := range choices {
				longer = append(longer, name+c)
			}
		}
		names = longer
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// ReadColumn is the longest name of a column at a place of a text; end is 0 where none stands there.
func ReadColumn(text string, at int) (column Column, end int) {
	for _, name := range columnsByFirst[text[at]] {
		n := matchLetters(text[at:], name.letters)
		if n == 0 {
			continue
		}
		if isLetter(byteAt(text, at+n-1)) && isLower(byteAt(text, at+n)) {
			if byteAt(text, at+n) != 's' || isLower(byteAt(text, at+n+1)) {
				continue
			}
			n++
		}
		for byteAt(text, at+n) == ':' || byteAt(text, at+n) == '*' {
			n++
		}
		if rest := text[at+n:]; strings.HasPrefix(rest, "(s)") {
			n += 3
		}
		return Column{name.of, text[at : at+n]}, at + n
	}
	return Column{}, 0
}

// matchLetters is the length of a text's beginning that has these letters, case and spaces aside; 0 where it has not.
func matchLetters(text, letters string) int {
	at := 0
	for i := 0; i < len(letters); i++ {
		for i > 0 && at < len(text) && (isSpace(text[at])) {
			at++
		}
		if at >= len(text) || lower(text[at]) != letters[i] {
			return 0
		}
		at++
	}
	return at
}

func lower(c byte) byte {
	if isUpper(c) {
		return c + 'a' - 'A'
	}
	return c
}
