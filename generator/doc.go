// Package generator makes a complete disclosure site out of a folder.
package generator
