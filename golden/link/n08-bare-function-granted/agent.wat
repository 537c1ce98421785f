(component
  (import "note" (func (param "text" string)))
  (import "ask" (func (param "text" string) (result (result string (error string))))))
