package httpd

import (
	"net/http"

	"github.com/rs/cors"

	"rapporteur/internal/standards"
)

// allowOrigins lets the pages of exactly these origins read answers. There are no cookies, so credentials are never
// allowed. No origins means none: rs/cors would take an empty list for all.
func allowOrigins(origins []string, h http.Handler) http.Handler {
	if len(origins) == 0 {
		return h
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{
			"Content-Type", "Accept", "Authorization",
			"Apollo-Require-Preflight", "GraphQL-Require-Preflight", "X-Apollo-Operation-Name", "X-Apollo-Operation-Id",
			"Apollographql-Client-Name", "Apollographql-Client-Version",
		},
		ExposedHeaders: []string{requestIDHeader, "Content-Disposition", "Retry-After"},
		MaxAge:         600,
	}).Handler(h)
}

// sameSite refuses the requests that a page of another site can have a browser send without asking first. A POST must
// carry JSON, which a browser asks about; a GET is refused where the browser says that it is an image, a script or a link of
// another site. Programs send no such header.
func (s *Server) sameSite(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost && r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "cors" {
			s.refuse(w, r, refusef(http.StatusForbidden, standards.Forbidden, "a page of another site asked for this; it may do so with fetch, if this server allows its origin"))
			return
		}
		h.ServeHTTP(w, r)
	})
}
