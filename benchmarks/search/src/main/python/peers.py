"""Optuna and Syne Tune, as their documentation uses them."""

import datetime
import random
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def optuna_sampler(name, seed):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return {"random": optuna.samplers.RandomSampler, "tpe": optuna.samplers.TPESampler}[name](seed=seed)


def optuna_table(sampler, seed, fcnet, evaluations, is_ordered):
    """The least loss after each evaluation.

    is_ordered: numbers as whole numbers of their place in the list, so that the sampler knows their order; otherwise as
    categories.
    """
    import optuna

    study = optuna.create_study(sampler=optuna_sampler(sampler, seed))
    losses = []
    for _ in range(evaluations):
        trial = study.ask()
        parameters = {}
        for name, values in fcnet.choices().items():
            if is_ordered and not isinstance(values[0], str):
                parameters[name] = values[trial.suggest_int(name, 0, len(values) - 1)]
            else:
                parameters[name] = trial.suggest_categorical(name, values)
        losses.append(fcnet.value(parameters))
        study.tell(trial, losses[-1])
    return np.minimum.accumulate(losses)


class OptunaScheduler:
    """A pruner of Optuna: trials are stopped, never continued."""

    def __init__(self, sampler, pruner, seed, ranges, epochs, eta):
        import optuna

        self.optuna = optuna
        pruners = {
            "halving": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=eta),
            "hyperband": lambda: optuna.pruners.HyperbandPruner(
                min_resource=1, max_resource=epochs, reduction_factor=eta
            ),
        }
        # The name decides the brackets of trials; a random one would be another in each run.
        self.study = optuna.create_study(
            study_name=f"search-{seed}",
            sampler=optuna_sampler(sampler, seed),
            pruner=pruners[pruner](),
            direction="maximize",
        )
        self.ranges = ranges
        self.epochs = epochs
        self.trials = {}

    def next(self):
        trial = self.study.ask()
        parameters = {}
        for name, (low, high, log, whole) in self.ranges.items():
            suggest = trial.suggest_int if whole else trial.suggest_float
            parameters[name] = suggest(name, low, high, log=log)
        self.trials[trial.number] = trial
        return trial.number, parameters, 0, self.epochs

    def report(self, number, epoch, value):
        trial = self.trials[number]
        trial.report(value, epoch)
        if epoch == self.epochs:
            self.study.tell(trial, value)
            return False
        if trial.should_prune():
            self.study.tell(trial, state=self.optuna.trial.TrialState.PRUNED)
            return False
        return True

    def end(self):
        pass


class SyneTuneScheduler:
    """ASHA of Syne Tune, which stops trials; its searcher is random, or the kernel densities of BOHB."""

    def __init__(self, searcher, seed, ranges, epochs, eta):
        from syne_tune.backend.trial_status import Trial
        from syne_tune.config_space import loguniform, lograndint, randint, uniform
        from syne_tune.optimizer.schedulers.asha import AsynchronousSuccessiveHalving

        random.seed(seed)
        np.random.seed(seed)
        kinds = {
            (False, False): uniform,
            (True, False): loguniform,
            (False, True): randint,
            (True, True): lograndint,
        }
        space = {name: kinds[log, whole](low, high) for name, (low, high, log, whole) in ranges.items()}
        self.scheduler = AsynchronousSuccessiveHalving(
            space,
            metric="accuracy",
            do_minimize=False,
            searcher=searcher,
            time_attr="epoch",
            max_t=epochs,
            grace_period=1,
            reduction_factor=eta,
            random_seed=seed,
        )
        self.trial_of = lambda number, config: Trial(number, config, datetime.datetime.now())
        self.epochs = epochs
        self.trials = {}

    def next(self):
        suggestion = self.scheduler.suggest()
        trial = self.trial_of(len(self.trials), suggestion.config)
        self.trials[trial.trial_id] = trial
        self.scheduler.on_trial_add(trial)
        return trial.trial_id, suggestion.config, 0, self.epochs

    def report(self, number, epoch, value):
        trial = self.trials[number]
        result = {"accuracy": value, "epoch": epoch}
        if epoch == self.epochs:
            self.scheduler.on_trial_complete(trial, result)
            return False
        decision = self.scheduler.on_trial_result(trial, result)
        if decision == "STOP":
            self.scheduler.on_trial_remove(trial)
            return False
        return True

    def end(self):
        pass
