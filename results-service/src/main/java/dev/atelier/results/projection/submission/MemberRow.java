package dev.atelier.results.projection.submission;

import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.study.Study.Published;
import java.util.Optional;

/**
 * One job of an accepted submission.
 *
 * @param number from 1, in the submission's order
 * @param objective what the study that declares its variant chooses by; empty where it is of no study
 * @param published figures that others published for its variant
 */
public record MemberRow(int number, Member member, Optional<Objective> objective, Optional<Published> published) {}
