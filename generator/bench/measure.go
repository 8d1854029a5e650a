package main

import (
	"fmt"
)

func (w workplace) measure(sizes []string, o options) error { return fmt.Errorf("todo") }
func (w workplace) profile(size string) error               { return nil }
