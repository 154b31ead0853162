/** Only loads scalus, for programs that must do so before all else. */
import "scalus";
