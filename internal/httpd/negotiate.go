package httpd

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of answers. Errors of a whole request are answered with status 200 in the older one, as the
// specification of GraphQL over HTTP says.
const (
	typeJSON    = "application/json"
	typeGraphQL = "application/graphql-response+json"
)

// negotiate is the media type that a client likes best, and "" where it takes neither. A range like */* means the older
// one, and so does no header at all: clients that know the newer one name it.
func negotiate(h http.Header) string {
	accept := h.Values("Accept")
	if len(accept) == 0 || len(accept) == 1 && strings.TrimSpace(accept[0]) == "" {
		return typeJSON
	}
	best := map[string]preference{}
	for _, header := range accept {
		for part := range strings.SplitSeq(header, ",") {
			name, p, ok := acceptable(part)
			if !ok {
				continue
			}
			for _, t := range []string{typeGraphQL, typeJSON} {
				if precise, matches := precision(name, t); matches && precise >= best[t].precise {
					best[t] = preference{precise, p}
				}
			}
		}
	}
	switch json, newer := best[typeJSON], best[typeGraphQL]; {
	case newer.precise == 3 && newer.q > 0 && newer.q >= json.q:
		return typeGraphQL
	case json.q > 0:
		return typeJSON
	case newer.q > 0:
		return typeGraphQL
	}
	return ""
}

// preference is how much a client likes a media type, and how precisely it named it: 3 by name, 2 as application/*,
// 1 as */*.
type preference struct {
	precise int
	q       float64
}

func precision(name, typ string) (int, bool) {
	switch name {
	case typ:
		return 3, true
	case "application/*":
		return 2, true
	case "*/*":
		return 1, true
	}
	return 0, false
}

// acceptable reads one part of an Accept header; false where it is malformed or asks for a charset that is not UTF-8.
func acceptable(part string) (name string, q float64, ok bool) {
	name, parameters, err := mime.ParseMediaType(strings.TrimSpace(part))
	if err != nil || !utf8Charset(parameters) {
		return "", 0, false
	}
	q = 1
	if s, given := parameters["q"]; given {
		if q, err = strconv.ParseFloat(s, 64); err != nil || q < 0 || q > 1 {
			return "", 0, false
		}
	}
	return name, q, true
}

func utf8Charset(parameters map[string]string) bool {
	charset, ok := parameters["charset"]
	return !ok || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
